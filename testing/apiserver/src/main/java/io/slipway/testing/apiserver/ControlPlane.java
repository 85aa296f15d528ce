package io.slipway.testing.apiserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The processes: etcd and kube-apiserver, on loopback ports that were free a moment ago. */
final class ControlPlane {

  static final String ADMIN_TOKEN = "slipway-test-admin";

  private static final String APISERVER_LOG = "apiserver.log";

  private final Path folder;
  private final int port;
  private final List<Process> processes;

  private ControlPlane(Path folder, int port, List<Process> processes) {
    this.folder = folder;
    this.port = port;
    this.processes = List.copyOf(processes);
  }

  /**
   * Starts both; {@link #checkAlive} tells later whether they stayed.
   *
   * @param folder an empty folder: certificates, keys, data and logs go there
   */
  static ControlPlane launch(Path kube, Path folder) throws IOException {
    SigningKeys.write(folder);
    Files.writeString(
        folder.resolve("tokens.csv"), ADMIN_TOKEN + ",admin,admin,\"system:masters\"\n");
    List<Integer> ports = freePorts(3);
    String clients = "http://127.0.0.1:" + ports.get(0);
    String peers = "http://127.0.0.1:" + ports.get(1);
    List<String> etcd =
        List.of(
            kube.toString(),
            "etcd",
            "--name=test",
            "--data-dir=etcd",
            "--unsafe-no-fsync",
            "--log-level=warn",
            "--listen-client-urls=" + clients,
            "--advertise-client-urls=" + clients,
            "--listen-peer-urls=" + peers,
            "--initial-advertise-peer-urls=" + peers,
            "--initial-cluster=test=" + peers);
    List<String> apiServer =
        List.of(
            kube.toString(),
            "kube-apiserver",
            "--etcd-servers=" + clients,
            "--bind-address=127.0.0.1",
            "--secure-port=" + ports.get(2),
            "--external-hostname=localhost",
            "--endpoint-reconciler-type=none",
            "--cert-dir=certificates",
            "--token-auth-file=tokens.csv",
            "--authorization-mode=RBAC",
            "--disable-admission-plugins=ServiceAccount",
            "--service-cluster-ip-range=10.0.0.0/16",
            "--service-account-issuer=https://kubernetes.default.svc",
            "--service-account-key-file=" + SigningKeys.PUBLIC,
            "--service-account-signing-key-file=" + SigningKeys.PRIVATE);
    List<Process> processes = new ArrayList<>();
    processes.add(run(folder, "etcd.log", etcd));
    processes.add(run(folder, APISERVER_LOG, apiServer));
    return new ControlPlane(folder, ports.get(2), processes);
  }

  private static Process run(Path folder, String log, List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(log).toFile())
        .start();
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  String url() {
    return "https://127.0.0.1:" + port;
  }

  /** The API server's own certificate, which it writes while it starts. */
  Path certificate() {
    return folder.resolve("certificates").resolve("apiserver.crt");
  }

  /** An administrator's, for kubectl. */
  String kubeconfig() {
    return """
        apiVersion: v1
        kind: Config
        clusters: [{name: test, cluster: {server: "%s", certificate-authority: "%s"}}]
        users: [{name: admin, user: {token: %s}}]
        contexts: [{name: test, context: {cluster: test, user: admin, namespace: default}}]
        current-context: test
        """
        .formatted(url(), certificate(), ADMIN_TOKEN);
  }

  /** Throws with the end of the API server's log when a process has ended. */
  void checkAlive() throws IOException {
    if (!processes.stream().allMatch(Process::isAlive)) {
      throw new IOException("etcd or kube-apiserver ended while starting:\n" + logTail());
    }
  }

  String logTail() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(APISERVER_LOG));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  /** Kills both at once: nothing in them is worth an orderly end. */
  void kill() {
    processes.forEach(Process::destroyForcibly);
    try {
      for (Process process : processes) {
        process.waitFor(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
