package io.slipway.benchmarks.engines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** What is printed of a model, by runs in this JVM that are too short to say how fast it is. */
class EngineBenchTest {
  private static final String NUMBER = "(\\d+\\.\\d+)";

  private static List<String> lines(String models) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String[] options =
        Stream.of("-f 0 -wi 1 -w 20ms -i 1 -r 20ms -p model=".split(" ", -1))
            .map(option -> option.equals("model=") ? option + models : option)
            .toArray(String[]::new);
    new EngineBench(new PrintStream(out, true, UTF_8), new CommandLineOptions(options)).run();
    return out.toString(UTF_8).lines().toList();
  }

  private static Matcher matched(String line, String pattern) {
    Matcher matcher = Pattern.compile(pattern.replace("#", NUMBER)).matcher(line);
    assertThat(matcher.matches()).as("%s is %s", line, pattern).isTrue();
    return matcher;
  }

  @Test
  void timeAndBytesStandBesideThePeersAndTheAnswers() throws Exception {
    List<String> lines = lines("regression-onnx");
    Matcher batch =
        matched(lines.get(0), "engines-regression-onnx-batch # us \\(onnxruntime #, #x\\)");
    Matcher bytes =
        matched(
            lines.get(1),
            "engines-regression-onnx-batch-bytes # B \\(its answer #; onnxruntime #\\)");
    matched(lines.get(2), "engines-regression-onnx-single # us \\(onnxruntime #, #x\\)");
    matched(
        lines.get(3), "engines-regression-onnx-single-bytes # B \\(its answer #; onnxruntime #\\)");
    assertThat(lines).hasSize(4);
    assertThat(Double.parseDouble(batch.group(1))).isPositive();
    assertThat(Double.parseDouble(batch.group(2))).isPositive();
    assertThat(bytes.group(2)).isEqualTo("4.0");
    assertThat(Double.parseDouble(bytes.group(1))).isGreaterThanOrEqualTo(4);
  }

  @Test
  void aModelWithoutAPeerStandsAlone() throws Exception {
    List<String> lines = lines("anomalies");
    matched(lines.get(0), "engines-anomalies-batch # us \\(no other engine here scores it\\)");
    matched(lines.get(1), "engines-anomalies-batch-bytes # B \\(its answer 8.0\\)");
  }

  @Test
  void aModelThatIsNotHereIsSaidToBeLeftOut() throws Exception {
    assertThat(lines("no-such-model"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("engines-no-such-model not measured: no such model");
  }
}
