package io.slipway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The finished file as a plugin of the real kubectl, against a real API server. */
@WithApiServer
class KubectlPluginIT {

  private final Sandbox sandbox;
  private final String kubeconfig;

  KubectlPluginIT(ApiServer server, @TempDir Path folder) throws Exception {
    sandbox = new Sandbox(folder).kubectl(server.kubectl());
    kubeconfig = server.kubeconfig().toString();
  }

  @Test
  void kubectlFindsIt() throws Exception {
    assertThat(sandbox.run("kubectl", "plugin", "list", "--name-only").out())
        .contains("kubectl-slipway");
    assertThat(sandbox.run("kubectl", "slipway", "--help").out())
        .startsWith("Usage: kubectl slipway");
  }

  @Test
  void itReachesTheClusterAndKubectlReturnsItsExitCode() throws Exception {
    Sandbox.Result result =
        sandbox.run("kubectl", "slipway", "status", "nothing", "--kubeconfig", kubeconfig);

    // No test here has defined the resource.
    assertThat(result.status()).isEqualTo(5);
    assertThat(result.err()).contains("Slipway is not installed in this cluster");
  }

  @Test
  void kubectlCompletesItsCommands() throws Exception {
    Files.copy(Sandbox.FILE, sandbox.bin().resolve("kubectl_complete-slipway"));

    assertThat(sandbox.run("kubectl", "__complete", "slipway", "re").out())
        .startsWith("refresh\nresolve\nresume\nretry\n");
  }
}
