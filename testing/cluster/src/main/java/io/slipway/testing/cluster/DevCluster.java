package io.slipway.testing.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cluster of dev/cluster, on this machine. */
final class DevCluster {

  private final Path script;

  DevCluster(Path script) {
    this.script = script;
  }

  /** Why it cannot be started here. */
  Optional<String> obstacle(Map<String, String> environment)
      throws IOException, InterruptedException {
    if (!Files.isExecutable(script)) {
      return Optional.of(script + " is not there");
    }
    if (!System.getProperty("os.name").equals("Linux")
        || !Command.run(List.of("id", "-u")).equals("0")) {
      return Optional.of("dev/cluster needs root on Linux");
    }
    boolean binaries = !environment.getOrDefault("SLIPWAY_CLUSTER_BIN", "").isEmpty();
    if (!binaries && !(Command.exists("go") && Command.exists("gcc"))) {
      return Optional.of(
          "dev/cluster needs Go and gcc, or its binaries in the folder SLIPWAY_CLUSTER_BIN");
    }
    return Optional.empty();
  }

  /** Starts it unless it is up. */
  TestCluster start(ClusterSearch.Lifetime lifetime) throws IOException, InterruptedException {
    Path kubeconfig = Path.of(run("kubeconfig"));
    boolean wasUp = answers(kubeconfig);
    if (!wasUp) {
      run("up");
    }
    return new Running(kubeconfig, wasUp, lifetime);
  }

  /** Ends it, whoever started it. */
  void down() throws IOException, InterruptedException {
    run("down");
  }

  private boolean answers(Path kubeconfig) throws InterruptedException {
    if (Files.notExists(kubeconfig)) {
      return false;
    }
    try {
      run("kubectl", "version", "--request-timeout=5s");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    return run(List.of(arguments));
  }

  private String run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(script.toString());
    command.addAll(arguments);
    return Command.run(command);
  }

  private final class Running implements TestCluster, Nodes {

    private static final String CUT = "slipway_test_cut";

    private final Path kubeconfig;
    private final boolean wasUp;
    private final ClusterSearch.Lifetime lifetime;

    Running(Path kubeconfig, boolean wasUp, ClusterSearch.Lifetime lifetime) {
      this.kubeconfig = kubeconfig;
      this.wasUp = wasUp;
      this.lifetime = lifetime;
    }

    @Override
    public String description() {
      return "dev/cluster, " + (wasUp ? "which was up" : "started for this");
    }

    @Override
    public List<String> kubectl() {
      return List.of(
          kubeconfig.resolveSibling("bin/kubectl").toString(),
          "--kubeconfig",
          kubeconfig.toString());
    }

    @Override
    public Path kubeconfig() {
      return kubeconfig;
    }

    @Override
    public void load(List<Path> archives) throws IOException, InterruptedException {
      List<String> arguments = new ArrayList<>(List.of("load"));
      archives.forEach(archive -> arguments.add(archive.toString()));
      run(arguments);
    }

    @Override
    public Optional<Nodes> nodes() {
      return Optional.of(this);
    }

    @Override
    public void stop(String node) throws IOException, InterruptedException {
      run("stop-node", number(node));
    }

    @Override
    public void start(String node) throws IOException, InterruptedException {
      run("start-node", number(node));
    }

    @Override
    public void freezePod(String pod) throws IOException, InterruptedException {
      run("freeze", pod);
    }

    @Override
    public void thawPod(String pod) throws IOException, InterruptedException {
      run("thaw", pod);
    }

    @Override
    public void freezeProxy(String node) throws IOException, InterruptedException {
      run("freeze", "kube-proxy-" + number(node));
    }

    @Override
    public void thawProxy(String node) throws IOException, InterruptedException {
      run("thaw", "kube-proxy-" + number(node));
    }

    @Override
    public void cutOff(String pod, int port) throws IOException, InterruptedException {
      String table =
          "table ip %s { chain out { type filter hook output priority 0; tcp dport %d drop; }; }"
              .formatted(CUT, port);
      run("in-pod", pod, "nft", table);
    }

    @Override
    public void reconnect(String pod) throws IOException, InterruptedException {
      run("in-pod", pod, "nft", "delete table ip " + CUT);
    }

    private static String number(String node) {
      return node.substring(node.lastIndexOf('-') + 1);
    }

    @Override
    public void stop() throws IOException, InterruptedException {
      if (!wasUp && lifetime == ClusterSearch.Lifetime.PROCESS) {
        down();
      }
    }
  }
}
