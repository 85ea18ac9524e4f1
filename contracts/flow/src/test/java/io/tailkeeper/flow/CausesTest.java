package io.tailkeeper.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class CausesTest {

    @Test
    void theInnermostCauseIsSaidWhereItSaysMore() {
        IOException handshake = new IOException("no connection", new IllegalStateException("no path to the authority"));

        assertThat(Causes.inWords(handshake)).isEqualTo("no connection (no path to the authority)");
        assertThat(Causes.inWords(new SSLException(
                        "no connection", new SSLException("no path", new IllegalStateException("of a signature")))))
                .isEqualTo("no connection (no path)");
        assertThat(Causes.inWords(new CompletionException(new IOException("away"))))
                .isEqualTo("java.io.IOException: away");
        assertThat(Causes.inWords(new IllegalStateException())).isEqualTo("IllegalStateException");
        IOException itself = new IOException("round");
        itself.initCause(new IOException("about", itself));
        assertThat(Causes.inWords(itself)).startsWith("round");
    }
}
