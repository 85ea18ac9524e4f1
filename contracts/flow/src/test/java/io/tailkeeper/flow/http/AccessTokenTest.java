package io.tailkeeper.flow.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.flow.FlowSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {

    @TempDir
    Path folder;

    private record Settings(Optional<String> token, Optional<Path> tokenFile) implements FlowSettings.Http {

        @Override
        public Optional<List<String>> allowedHosts() {
            return Optional.empty();
        }

        @Override
        public boolean openMetrics() {
            return true;
        }
    }

    private static Optional<AccessToken> of(String token, Path file) {
        return AccessToken.of(new Settings(Optional.ofNullable(token), Optional.ofNullable(file)));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isShownAsABearerOrAsAPassword() {
        AccessToken token = new AccessToken("secret:of-7");

        assertThat(token.isShownBy("Bearer secret:of-7")).isTrue();
        assertThat(token.isShownBy("bearer  secret:of-7 ")).isTrue();
        assertThat(token.isShownBy(basic("anybody:secret:of-7"))).isTrue();
        assertThat(token.isShownBy(basic(":secret:of-7"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer secre",
                "Bearer secret1",
                "Bearer SECRET",
                "secret",
                "Digest secret",
                "Basic secret",
                "Basic ",
                "Basic %%%",
                "Basic c2VjcmV0OnNlY3JlVA==",
                "Bearer\u0000secret"
            })
    void nothingElseShowsIt(String authorization) {
        assertThat(new AccessToken("secret").isShownBy(authorization)).isFalse();
        assertThat(new AccessToken("secret").isShownBy(null)).isFalse();
    }

    @Test
    void standsInASettingOrInAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "of-a-file\n");

        assertThat(of(null, null)).isEmpty();
        assertThat(of("of-a-setting", null))
                .hasValueSatisfying(token ->
                        assertThat(token.isShownBy("Bearer of-a-setting")).isTrue());
        assertThat(of(null, file)).hasValueSatisfying(token -> assertThat(token.isShownBy("Bearer of-a-file"))
                .isTrue());
        assertThatThrownBy(() -> of("both", file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("are both set; leave one of them out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "s\u00e9cret", "line\nline"})
    void whatNoHeaderCarriesEndsTheStart(String token) {
        assertThatThrownBy(() -> of(token, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("choose another one");
    }

    @Test
    void aFileThatIsEmptyOrNotThereEndsTheStart() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), " \n");
        assertThatThrownBy(() -> of(null, empty))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("token-file " + empty + " is empty");
        assertThatThrownBy(() -> of(null, folder.resolve("none")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("tailkeeper.http.token-file " + folder.resolve("none") + " cannot be read");
    }
}
