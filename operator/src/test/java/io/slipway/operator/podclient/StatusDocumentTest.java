package io.slipway.operator.podclient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.operator.document.Comparison;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.observe.PodReport.State;
import io.slipway.operator.plan.Step.PodAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusDocumentTest {

  private static final Instant NOW = Instant.parse("2026-11-01T08:10:00Z");
  private static final Path CONTRACT = Path.of("../docs/reference/contract/status.json");

  @Test
  void theContractsExampleIsReadInFull() throws IOException {
    PodReport report = report(Files.readString(CONTRACT)).orElseThrow();

    assertThat(report)
        .isEqualTo(
            new PodReport(
                NOW,
                Optional.of(Instant.parse("2026-11-01T08:00:00Z")),
                "churn-5c9f7d2b1a",
                State.READY,
                "",
                "",
                Optional.of(
                    new PodReport.Model(
                        "churn",
                        "9f86d081884c",
                        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                        "PMML")),
                Optional.of(
                    new Comparison(
                        "c2f0a7d6b9e84135a0c3de71f24b68950d1e7c3a8b6f42905e1d7c8a3b9f6024",
                        "jpmml",
                        "1.7.7",
                        480)),
                Optional.of("CPU"),
                java.util.Set.of("forward", "split", "shadow"),
                Optional.of(new PodReport.Traffic(3, 17, "churn-77ab31c0de", 10000)),
                true,
                Optional.of(new PodReport.Requests(4123, 0, 1, Optional.of(Duration.ofMillis(40)))),
                report.windows()));
    assertThat(report.windows().rollout()).isEqualTo("churn-77ab31c0de");
    assertThat(report.windows().all())
        .extracting(PodReport.Window::weightBp)
        .containsExactly(0, 100, 10000);
    PodReport.Window step = report.windows().all().get(1);
    assertThat(step.stable()).isEqualTo(new PodReport.Arm(990, 1, Map.of(7, 900L, 8, 81L)));
    assertThat(step.candidate()).isEqualTo(new PodReport.Arm(10, 3, Map.of(10, 7L, 41, 2L)));
    assertThat(step.unkeyed()).isEqualTo(3);
    assertThat(step.causes()).containsEntry("breakerOpen", 1L);
    assertThat(step.scored())
        .containsEntry("churn", new PodReport.Output.Labels(Map.of("no", 800L, "yes", 183L), 0))
        .containsEntry(
            "probability(yes)",
            new PodReport.Output.Numeric(Map.of(32611, 800L, 32731, 183L), 0, 0));
    assertThat(report.windows().all().get(0).shadow())
        .isEqualTo(new PodReport.Copies(490, 488, 6, 2, 488, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"stable\":{\"requests\":1,\"failures\":2}",
        "\"candidate\":{\"requests\":-1}",
        "\"candidate\":{\"requests\":1.5}",
        "\"stable\":{\"requests\":1,\"latency\":{\"x\":1}}",
        "\"weightBp\":10001",
        "\"shadow\":{\"rows\":1,\"flips\":2}"
      })
  void aWindowThatCannotBeIsNoEvidenceOfAnything(String lie) {
    PodReport report =
        report(
                "{\"state\":\"Ready\",\"revision\":\"churn-1\",\"rollout\":\"r\",\"windows\":["
                    + "{\"target\":\"churn-2\",\"weightBp\":100,\"stable\":{\"requests\":5}},{"
                    + lie
                    + "}]}")
            .orElseThrow();

    assertThat(report.windows().all())
        .singleElement()
        .satisfies(window -> assertThat(window.stable().requests()).isEqualTo(5));
  }

  @Test
  void theSmallContractOfATeamsOwnImageIsEnough() {
    PodReport report =
        report("{\"contract\":1,\"state\":\"Ready\",\"revision\":\"churn-1\"}").orElseThrow();

    assertThat(report.capabilities()).isEmpty();
    assertThat(report.requests()).isEmpty();
    assertThat(report.traffic()).isEmpty();
  }

  @Test
  void aStateOfANewerRuntimeIsUnknown() {
    assertThat(report("{\"state\":\"Hibernating\",\"revision\":\"churn-1\"}"))
        .map(PodReport::state)
        .contains(State.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "null",
        "[]",
        "\"Ready\"",
        "{}",
        "{\"state\":\"Ready\"}",
        "{\"revision\":\"churn-1\"}",
        "{\"state\":7,\"revision\":\"churn-1\"}",
        "{\"state\":\"Ready\",\"revision\":{}}",
        "{\"state\":\"Ready\",\"revision\":\"churn-1\",\"requests\":{\"callers\":NaN}}",
        "{\"state\":\"Ready\",\"revision\":\"chu"
      })
  void whatIsNoReportIsNoAnswer(String body) {
    assertThat(report(body)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"model\":5",
        "\"capabilities\":\"forward\"",
        "\"traffic\":{\"epoch\":\"3\"}",
        "\"forward\":[]",
        "\"requests\":{\"callers\":\"many\"}",
        "\"pod\":{\"startedAt\":\"yesterday\"}",
        "\"executionProvider\":null"
      })
  void aFieldOfAnotherTypeIsAsIfItWereNotThere(String field) {
    PodReport report =
        report("{\"state\":\"Ready\",\"revision\":\"churn-1\"," + field + "}").orElseThrow();

    assertThat(report)
        .isEqualTo(report("{\"state\":\"Ready\",\"revision\":\"churn-1\"}").orElseThrow());
  }

  @Test
  void aTextHasAnEnd() {
    String endless = "x".repeat(100_000);

    PodReport report =
        report("{\"state\":\"Failed\",\"revision\":\"churn-1\",\"message\":\"" + endless + "\"}")
            .orElseThrow();

    assertThat(report.message()).hasSize(1024);
  }

  @Test
  void anAnswerOfThePodThatHadTheAddressBeforeIsNotTaken() {
    var document =
        StatusDocument.parse("{\"pod\":{\"uid\":\"other\"}}".getBytes(UTF_8)).orElseThrow();

    assertThat(document.isOf(new PodAddress("churn-1-x", "mine", "10.0.0.1"))).isFalse();
    assertThat(document.isOf(new PodAddress("churn-1-x", "other", "10.0.0.1"))).isTrue();
  }

  private static Optional<PodReport> report(String body) {
    return StatusDocument.parse(body.getBytes(UTF_8)).flatMap(document -> document.report(NOW));
  }
}
