package io.slipway.cli.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComplaintTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "error: the server doesn't have a resource type \"modeldeployments\" | docs/install.md",
        "Error from server (NotFound): modeldeployments.slipway.io \"x\" not found | kubectl get modeldeployments -A",
        "Error from server (Forbidden): modeldeployments.slipway.io is forbidden | docs/cli.md lists the rights",
        "Error from server (Conflict): the object has been modified | repeat the command",
        "error: You must be logged in to the server (Unauthorized) | Log in to the cluster again",
        "The connection to the server localhost:8080 was refused | kubectl cluster-info",
        "Unable to connect to the server: dial tcp: lookup x: no such host | kubectl cluster-info"
      })
  void whatPeopleCanDoAboutItIsSaid(String said, String next) {
    assertThat(Complaint.explained("read it", List.of(said)))
        .startsWith("kubectl could not read it: " + said)
        .contains(next);
  }

  @Test
  void kubectlsOwnLogIsLeftOutWhereItEndsWithAnError() {
    List<String> lines =
        List.of(
            "E1125 10:00:00.000000    1 memcache.go:265] couldn't get current server API group list",
            "The connection to the server localhost:8080 was refused");

    assertThat(Complaint.explained("read it", lines)).doesNotContain("memcache");
    assertThat(lines).noneMatch(Complaint::isNotice);
  }

  @Test
  void aProgramThatSaysNothingIsSaidToSayNothing() {
    assertThat(Complaint.explained("read it", List.of()))
        .isEqualTo("kubectl could not read it: it gave no reason");
  }

  @Test
  void warningsAreNotices() {
    assertThat(Complaint.isNotice("Warning: unknown field \"spec.modle\"")).isTrue();
  }
}
