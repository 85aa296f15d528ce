package io.slipway.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import io.slipway.server.source.ModelFetcher.Fetched;
import io.slipway.server.source.SourceException.Reason;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a pod does with an MLflow server's answers, good and bad. */
@Timeout(30)
class MlflowSourceTest {
  private static final String API = "/api/2.0/mlflow/";
  private static final String STORE = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final String ONNX = "flavors:\n  onnx:\n    data: model.onnx\n";

  @TempDir Path folder;
  private final Map<String, Answer> answers = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private FlakyServer server;

  private record Answer(int status, String body) {}

  @BeforeEach
  void start() throws IOException {
    server = new FlakyServer((exchange, n) -> answer(exchange));
    secret("MLFLOW_TRACKING_URI", server.uri("").toString());
    version(7, "mlflow-artifacts:/0/models/m-7/artifacts");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aVersionIsTheFileThatItsFlavorNames() throws Exception {
    file("0/models/m-7/artifacts/MLmodel", ONNX);
    file("0/models/m-7/artifacts/model.onnx", "the model");

    Fetched fetched = fetch("mlflow://churn/7");

    assertThat(fetched.file()).hasContent("the model");
    assertThat(fetched.settled()).as("it is named for ever as it was").isEmpty();
  }

  @Test
  void anAliasIsAskedForOnceAndIsAVersionFromThenOn() throws Exception {
    answers.put(
        API + "registered-models/alias?name=churn&alias=champion", new Answer(200, version(7)));
    file("0/models/m-7/artifacts/MLmodel", ONNX);
    file("0/models/m-7/artifacts/model.onnx", "the model");

    assertThat(fetch("mlflow://churn@champion").settled().map(ModelUri::display))
        .contains("mlflow://churn/7");
    assertThat(fetch("mlflow://churn/champion").settled().map(ModelUri::display))
        .contains("mlflow://churn/7");
  }

  @Test
  void withoutAnMlmodelItIsTheOnlyFileThatCanBeOne() throws Exception {
    answers.put(
        "/api/2.0/mlflow-artifacts/artifacts?path=0%2Fmodels%2Fm-7%2Fartifacts",
        new Answer(
            200,
            """
            {"files": [{"path": "notes.txt", "is_dir": false}, {"path": "old.pmml", "is_dir": true},
                       {"path": "score card.pmml", "is_dir": false}]}
            """));
    file("0/models/m-7/artifacts/score%20card.pmml", "<PMML/>");

    assertThat(fetch("mlflow://churn/7").file()).hasContent("<PMML/>");
  }

  @Test
  void aStoreInS3IsReadByThePodItself() throws Exception {
    version(7, "s3://artifacts/0/m-7");
    secret("AWS_ENDPOINT_URL_S3", server.uri("").toString());
    secret("AWS_ACCESS_KEY_ID", "the-key");
    secret("AWS_SECRET_ACCESS_KEY", "the-secret");
    answers.put("/artifacts/0/m-7/MLmodel", new Answer(404, "<Error/>"));
    answers.put(
        "/artifacts/?encoding-type=url&list-type=2&prefix=0%2Fm-7%2F",
        new Answer(
            200,
            """
            <ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>
            <Contents><Key>0/m-7/model.pmml</Key><Size>7</Size></Contents>
            <Contents><Key>0/m-7/data/x.onnx</Key><Size>7</Size></Contents></ListBucketResult>
            """));
    answers.put("/artifacts/0/m-7/model.pmml", new Answer(200, "<PMML/>"));

    assertThat(fetch("mlflow://churn/7").file()).hasContent("<PMML/>");
    assertThat(server.header(server.requests(), "Authorization")).startsWith("AWS4-HMAC-SHA256 ");
  }

  @Test
  void anyOtherStoreIsReadThroughTheServer() throws Exception {
    version(7, "gs://artifacts/0/m-7");
    String artifact = "/model-versions/get-artifact?name=churn&version=7&path=";
    answers.put(artifact + "MLmodel", new Answer(200, ONNX));
    answers.put(artifact + "model.onnx", new Answer(200, "the model"));

    assertThat(fetch("mlflow://churn/7").file()).hasContent("the model");
  }

  @Test
  void theServerIsAskedWithTheSecretsTokenAndForTheWholeName() throws Exception {
    secret("token", "t0ken");
    answers.put(API + "model-versions/get?name=churn%20%2F%20b2b&version=7", new Answer(404, "{}"));

    assertThat(refusal("mlflow://churn%20%2F%20b2b/7").reason()).isEqualTo(Reason.UNSUPPORTED);
    assertThat(server.header(1, "Authorization")).isEqualTo("Bearer t0ken");
    assertThat(asked).containsExactly(API + "model-versions/get?name=churn%20%2F%20b2b&version=7");
  }

  @Test
  void aModelThatOnlyPythonReadsIsRefusedWithItsFlavors() {
    file(
        "0/models/m-7/artifacts/MLmodel",
        "flavors:\n  python_function:\n    data: model.pkl\n  sklearn:\n    pickled_model: model.pkl\n");
    answers.put(
        "/api/2.0/mlflow-artifacts/artifacts?path=0%2Fmodels%2Fm-7%2Fartifacts",
        new Answer(200, "{\"files\": [{\"path\": \"model.pkl\", \"is_dir\": false}]}"));

    SourceException refusal = refusal("mlflow://churn/7");

    assertThat(refusal.reason()).isEqualTo(Reason.UNSUPPORTED);
    assertThat(refusal)
        .hasMessage(
            "mlflow://churn/7 has the flavors python_function, sklearn, and none that can be served"
                + " without Python: log the model as ONNX or PMML too");
  }

  @Test
  void aServerThatFailsForAFileThatIsNotThereIsAskedWhatThereIs() throws Exception {
    answers.put(STORE + "0/models/m-7/artifacts/MLmodel", new Answer(500, "{}"));
    answers.put(
        "/api/2.0/mlflow-artifacts/artifacts?path=0%2Fmodels%2Fm-7%2Fartifacts",
        new Answer(200, "{\"files\": [{\"path\": \"scores.pmml\", \"is_dir\": false}]}"));
    file("0/models/m-7/artifacts/scores.pmml", "the model");

    assertThat(fetch("mlflow://churn/7").file()).hasContent("the model");
  }

  @Test
  void anMlmodelCannotLeadOutOfItsFolder() {
    file("0/models/m-7/artifacts/MLmodel", "flavors:\n  onnx:\n    data: ../../m-8/model.onnx\n");

    assertThat(refusal("mlflow://churn/7")).hasMessageContaining("outside of its folder");
  }

  @Test
  void whatTheServerDoesNotKnowIsNotFoundInItsOwnWords() {
    answers.put(
        API + "model-versions/get?name=churn&version=9",
        new Answer(
            404,
            "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"Model Version (name=churn,"
                + " version=9) not found\"}"));
    answers.put(
        API + "registered-models/alias?name=churn&alias=best",
        new Answer(
            400,
            "{\"error_code\": \"INVALID_PARAMETER_VALUE\", \"message\": \"Registered model alias best"
                + " not found.\"}"));

    SourceException version = refusal("mlflow://churn/9");
    assertThat(version.reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(version)
        .hasMessageContaining("does not know version 9 of the model churn")
        .hasMessageContaining("(Model Version (name=churn, version=9) not found): check the name");
    assertThat(refusal("mlflow://churn@best"))
        .hasMessageContaining("does not know the alias best of the model churn");
  }

  @Test
  void whoMayNotIsToldWhichKeysToLookAt() {
    answers.put(API + "model-versions/get?name=churn&version=7", new Answer(401, "sign in"));

    SourceException refusal = refusal("mlflow://churn/7");

    assertThat(refusal.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(refusal)
        .hasMessageContaining("answered 401 for version 7 of the model churn")
        .hasMessageContaining("check the token, or user and password");
  }

  @Test
  void aServerThatIsAwayOrBrokenIsAskedAgainUntilTheTimeIsOver() throws Exception {
    answers.put(API + "model-versions/get?name=churn&version=7", new Answer(503, ""));
    assertThat(refusal("mlflow://churn/7").reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(asked).hasSizeGreaterThan(1);

    try (ServerSocket nobody = new ServerSocket(0)) {
      secret("MLFLOW_TRACKING_URI", "http://127.0.0.1:" + nobody.getLocalPort());
    }
    assertThat(refusal("mlflow://churn/7"))
        .hasMessageContaining("cannot be reached: the connection is refused");
  }

  @Test
  void anAddressThatIsNoneOfAnMlflowServerIsSaid() throws Exception {
    answers.put(
        API + "model-versions/get?name=churn&version=7", new Answer(200, "<html>Welcome</html>"));
    assertThat(refusal("mlflow://churn/7")).hasMessageContaining("does not answer as MLflow does");

    secret("MLFLOW_TRACKING_URI", "https://user:pw@mlflow.example.org");
    assertThat(refusal("mlflow://churn/7").reason()).isEqualTo(Reason.CONFIG_INVALID);

    Files.delete(folder.resolve("credentials/MLFLOW_TRACKING_URI"));
    assertThat(refusal("mlflow://churn/7"))
        .hasMessageContaining("put it under the key MLFLOW_TRACKING_URI into credentialsSecret");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String question = exchange.getRequestURI().toString();
    asked.add(question);
    Answer answer = answers.getOrDefault(question, new Answer(404, ""));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private void version(int number, String artifacts) {
    String query = "?name=churn&version=" + number;
    answers.put(API + "model-versions/get" + query, new Answer(200, version(number)));
    answers.put(
        API + "model-versions/get-download-uri" + query,
        new Answer(200, "{\"artifact_uri\": \"%s\"}".formatted(artifacts)));
  }

  private static String version(int number) {
    return "{\"model_version\": {\"name\": \"churn\", \"version\": \"%d\", \"status\": \"READY\"}}"
        .formatted(number);
  }

  private void file(String path, String content) {
    answers.put(STORE + path, new Answer(200, content));
  }

  private void secret(String key, String value) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("credentials")).resolve(key), value);
  }

  private Fetched fetch(String uri) throws Exception {
    return new ModelFetcher(
            folder.resolve("none"),
            new Credentials(folder.resolve("credentials"), Map.of()),
            new ModelCache(folder.resolve("cache")),
            new ModelFetcher.Limits(1000, Duration.ofMillis(500), Duration.ofSeconds(5)),
            new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), new Random(1)),
            e -> {})
        .fetch(new ModelFetcher.Order(ModelUri.parse(uri), Optional.empty(), Optional.empty()));
  }

  private SourceException refusal(String uri) {
    return catchThrowableOfType(SourceException.class, () -> fetch(uri));
  }
}
