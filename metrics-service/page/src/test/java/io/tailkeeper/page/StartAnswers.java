package io.tailkeeper.page;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the service says to the form that starts an experiment: two presets, who listens, and whether it is in order. */
final class StartAnswers {

    private static final String PRESETS =
            """
            [{"name":"quickstart","description":"collapse and its remedies","file":"name: quickstart # whole\\n","seeds":[42],
              "arms":["baseline","protected"],
              "settings":{"generations":"4","data.documents":"768","corpus.source":"wordnet","selection.detector-id":"encoder"}},
             {"name":"smoke","description":"for tests","file":"extends: quickstart\\n","seeds":[7,8],"arms":["baseline"],
              "settings":{"generations":"2","data.documents":"64","corpus.source":"wordnet","selection.detector-id":"encoder"}}]
            """;

    private final List<String> files = new CopyOnWriteArrayList<>();
    private volatile String listeners = "{\"services\":[\"detector.encoder\",\"generator\",\"trainer\"]}";
    private volatile String refusal = "";

    /** What is said of who listens, as JSON. */
    void listeners(String json) {
        listeners = json;
    }

    /** Refuses every file. */
    void refuse(String path, String error) {
        refusal = "{\"error\":\"" + error + "\",\"path\":\"" + path + "\"}";
    }

    void accept() {
        refusal = "";
    }

    /** The experiment files that were sent. */
    List<String> files() {
        return files;
    }

    /**
     * The answer to a request, and whether there is one here.
     *
     * @param status of HTTP
     * @param body as JSON
     */
    record Answer(int status, String body) {}

    Optional<Answer> answer(String method, String path, InputStream body) throws IOException {
        if (path.equals("/api/presets")) {
            return Optional.of(new Answer(200, PRESETS));
        }
        if (path.equals("/api/listeners")) {
            return Optional.of(new Answer(200, listeners));
        }
        if (!path.equals("/api/experiments") || !method.equals("POST")) {
            return Optional.empty();
        }
        files.add(new JsonMapper().readTree(body).path("file").asText());
        return Optional.of(
                refusal.isEmpty()
                        ? new Answer(202, "{\"experimentId\":\"begun\",\"runs\":[]}")
                        : new Answer(400, refusal));
    }
}
