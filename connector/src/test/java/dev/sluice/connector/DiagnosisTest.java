package dev.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiagnosisTest {
    @ParameterizedTest
    @EnumSource
    void saysTheCauseAndTheFixInSentences(Diagnosis diagnosis) {
        assertThat(diagnosis.sentence()).matches("[A-Z].{10,}\\.");
        assertThat(diagnosis.fix()).matches("[A-Z].{10,}\\.");
        assertThat(diagnosis.reason()).matches("[a-z_]{3,40}");
    }

    @Test
    void saysNoSentenceTwice() {
        assertThat(Arrays.stream(Diagnosis.values()).map(Diagnosis::sentence))
                .doesNotHaveDuplicates();
    }

    @Test
    void goesToAnAdministratorWithReasonStageAndFix() {
        SluiceException failure =
                Diagnosis.UNKNOWN_DATABASE.exception(Map.of("sql_state", "3D000"));

        assertThat(failure.details())
                .containsOnlyKeys("reason", "stage", "fix", "sql_state")
                .containsEntry("reason", "unknown_database")
                .containsEntry("stage", "database");
        assertThat(failure).hasMessage(Diagnosis.UNKNOWN_DATABASE.sentence());
    }

    @Test
    void goesToWhoAsksWithTheReasonAlone() {
        assertThat(Diagnosis.NO_ANSWER.failed(null).details())
                .isEqualTo(Map.of("reason", "no_answer"));
    }

    private static Diagnosis of(Throwable cause) {
        return Diagnosis.ofNetwork(new SQLException("m", new IOException(cause))).orElseThrow();
    }

    private static Diagnosis ofHandshake(Throwable cause) {
        return of(new SSLHandshakeException("m").initCause(cause));
    }

    @Test
    void knowsTheCausesByTheirTypes() {
        assertThat(of(new UnknownHostException("h"))).isEqualTo(Diagnosis.UNKNOWN_HOST);
        assertThat(of(new ConnectException("c"))).isEqualTo(Diagnosis.CONNECTION_REFUSED);
        assertThat(of(new NoRouteToHostException("r"))).isEqualTo(Diagnosis.NO_ROUTE);
        assertThat(of(new SocketTimeoutException("t"))).isEqualTo(Diagnosis.NO_ANSWER);
        assertThat(of(new SSLHandshakeException("s"))).isEqualTo(Diagnosis.TLS_FAILED);
        assertThat(ofHandshake(new CertificateExpiredException("e")))
                .isEqualTo(Diagnosis.TLS_EXPIRED);
        assertThat(ofHandshake(new CertPathBuilderException("b")))
                .isEqualTo(Diagnosis.TLS_UNTRUSTED);
        assertThat(ofHandshake(new CertificateException("w"))).isEqualTo(Diagnosis.TLS_WRONG_HOST);
    }

    @Test
    void staysSilentAboutWhatItDoesNotKnowAndEndsInALoop() {
        assertThat(Diagnosis.ofNetwork(new SQLException("s", "28P01"))).isEmpty();
        Exception one = new Exception("one");
        Exception other = new Exception("other", one);
        one.initCause(other);
        assertThat(Diagnosis.ofNetwork(one)).isEmpty();
    }
}
