package io.slipway.cli.ctl;

import io.slipway.cli.imports.Http;
import io.slipway.cli.imports.MlflowOrigin;
import io.slipway.cli.imports.Origin;
import io.slipway.sources.SourceProblem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Brings models from an MLflow server. */
@Command(
    name = "mlflow",
    description =
        "Bring registered models of an MLflow server: every version with an ONNX or PMML file, the"
            + " oldest first, with its run, metrics and tags; then the aliases. May be repeated:"
            + " what was brought is not fetched again.")
final class ImportMlflowCommand extends BringingCommand {

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description = "The server's address, like https://mlflow.example.org.")
  private String address = "";

  ImportMlflowCommand(Shell shell) {
    super(shell);
  }

  @Override
  Origin origin() throws SourceProblem {
    return new MlflowOrigin(
        address,
        authorization(),
        wanted(),
        S3Settings.store(shell().variables()),
        new Http(),
        shell().clock());
  }

  /** By the variables that MLflow's own client reads. */
  private Optional<String> authorization() {
    Optional<String> token = variable("MLFLOW_TRACKING_TOKEN");
    if (token.isPresent()) {
      return Optional.of("Bearer " + token.get());
    }
    Optional<String> user = variable("MLFLOW_TRACKING_USERNAME");
    Optional<String> password = variable("MLFLOW_TRACKING_PASSWORD");
    if (user.isEmpty() && password.isEmpty()) {
      return Optional.empty();
    }
    if (user.isEmpty() || password.isEmpty()) {
      throw new IllegalArgumentException(
          "set both MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or"
              + " MLFLOW_TRACKING_TOKEN");
    }
    byte[] pair = (user.get() + ":" + password.get()).getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(shell().variables().get(name)).filter(text -> !text.isBlank());
  }
}
