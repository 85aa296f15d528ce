package io.slipway.conformance.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What was compiled is what people read. */
class InferenceProtocolTest {
  private static final Pattern LINE =
      Pattern.compile("(?m)^ *((?:repeated )?[\\w<>, ]+ \\w+ = \\d+|rpc .*);$");

  @Test
  void theDescriptionIsThatOfTheFile() throws IOException {
    String file = Files.readString(Path.of("src/main/proto/inference.proto"));
    List<String> written = LINE.matcher(file).results().map(MatchResult::group).toList();

    List<String> compiled = new ArrayList<>();
    InferenceProtocol.FILE.getServices().getFirst().getMethods().stream()
        .map(InferenceProtocolTest::method)
        .forEach(compiled::add);
    InferenceProtocol.FILE.getMessageTypes().forEach(message -> addFields(message, compiled));

    assertThat(compiled)
        .as("run protoc --descriptor_set_out=inference.desc inference.proto")
        .containsExactlyElementsOf(written.stream().map(String::strip).toList());
  }

  private static String method(MethodDescriptor method) {
    return "rpc %s(%s) returns (%s);"
        .formatted(
            method.getName(), method.getInputType().getName(), method.getOutputType().getName());
  }

  /** Nested messages stand first. */
  private static void addFields(Descriptor message, List<String> into) {
    message.getNestedTypes().stream()
        .filter(nested -> !nested.getOptions().getMapEntry())
        .forEach(nested -> addFields(nested, into));
    message.getFields().forEach(field -> into.add(field(field)));
  }

  private static String field(FieldDescriptor field) {
    String name = " %s = %d;".formatted(field.getName(), field.getNumber());
    if (field.isMapField()) {
      Descriptor entry = field.getMessageType();
      return "map<%s, %s>%s"
          .formatted(
              type(entry.findFieldByName("key")), type(entry.findFieldByName("value")), name);
    }
    return (field.isRepeated() ? "repeated " : "") + type(field) + name;
  }

  private static String type(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        ? field.getMessageType().getName()
        : field.getType().name().toLowerCase(Locale.ROOT);
  }
}
