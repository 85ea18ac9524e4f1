package io.tailkeeper.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file with charts that loads nothing: style, library, script and data are in it, and it may do nothing else. */
public final class ChartPage {

    private ChartPage() {}

    /**
     * The file.
     *
     * @param pattern the resource with a place for each part
     * @param parts markup by name, beside {@code policy}, {@code style}, {@code data}, {@code library} and {@code script}
     * @param data of the charts: JSON that ends no script element
     */
    public static String of(String pattern, Map<String, String> parts, String data) {
        String style = PageScript.resource("dashboard.css") + resource("/report/style.css");
        String library = PageScript.resource("echarts.js").replace("</script", "<\\/script");
        String script = PageScript.of();
        Map<String, String> all = new LinkedHashMap<>(parts);
        all.put("policy", Html.policy(style, List.of(library, script)));
        all.put("style", style);
        all.put("data", data);
        all.put("library", library);
        all.put("script", script);
        return Html.filled(resource(pattern), all);
    }

    private static String resource(String name) {
        try (InputStream file = ChartPage.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
