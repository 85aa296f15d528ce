package io.slipway.server.describe;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import io.slipway.server.model.ServedModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One page that shows what the model takes and gives and scores a row that is typed in. It loads
 * nothing, from here or elsewhere; without JavaScript it is a page to read.
 */
public final class TryItPage {
  private static final String TEMPLATE = resource("try-it.html");
  private static final String STYLE = resource("try-it.css");
  private static final String SCRIPT = resource("try-it.js");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

  /** More fields than a person types in; the page then shows the first of them. */
  private static final int MAX_FORM_FIELDS = 200;

  /** The only script and style that a browser may use on the page: those it was made with. */
  public static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
          + "frame-ancestors 'none'; style-src '%s'; script-src '%s'"
              .formatted(hash(STYLE), hash(SCRIPT));

  private TryItPage() {}

  /** {@code GET /}. */
  public static String of(ServedModel served) {
    Map<String, String> parts =
        Map.ofEntries(
            Map.entry("name", escape(served.name())),
            Map.entry("version", escape(served.version())),
            Map.entry("revision", escape(served.revision())),
            Map.entry("digest", escape(served.digest())),
            Map.entry(
                "engine",
                escape(
                    served.model().engine().name()
                        + " "
                        + served.model().engine().version()
                        + " on "
                        + served.model().engine().executionProvider())),
            Map.entry("inputs", rows(served.signature().inputs(), TryItPage::inputRow)),
            Map.entry("outputs", rows(served.signature().outputs(), TryItPage::outputRow)),
            Map.entry("predict", escape(ModelPaths.predict(served.name()))),
            Map.entry("form", form(served.signature().inputs())),
            Map.entry("style", STYLE),
            Map.entry("script", SCRIPT));
    Matcher matcher = PLACEHOLDER.matcher(TEMPLATE);
    return matcher.replaceAll(
        match -> Matcher.quoteReplacement(Objects.requireNonNull(parts.get(match.group(1)))));
  }

  private static String rows(List<Field> fields, Function<Field, String> row) {
    return fields.stream().map(row).collect(Collectors.joining());
  }

  private static String inputRow(Field field) {
    String presence = field.presence() == Field.Presence.REQUIRED ? "required" : "optional";
    return "<tr>%s<td>%s</td><td>%s</td></tr>%n"
        .formatted(cells(field), presence, escape(accepts(field)));
  }

  private static String outputRow(Field field) {
    return "<tr>%s</tr>%n".formatted(cells(field));
  }

  private static String cells(Field field) {
    return "<th scope=\"row\">%s</th><td>%s</td><td>%s</td>"
        .formatted(escape(field.name()), field.type(), field.shape());
  }

  private static String accepts(Field field) {
    List<String> parts = new ArrayList<>();
    if (!field.allowedValues().isEmpty()) {
      parts.add(String.join(", ", field.allowedValues()));
    }
    field.intervals().forEach(interval -> parts.add(Intervals.text(interval)));
    field.defaultValue().ifPresent(value -> parts.add("missing means " + value));
    return String.join("; ", parts);
  }

  private static String form(List<Field> fields) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < Math.min(fields.size(), MAX_FORM_FIELDS); i++) {
      Field field = fields.get(i);
      String id = "field-" + i;
      form.append("<label for=\"%s\">%s</label>%n".formatted(id, escape(field.name())));
      form.append(control(field, id)).append('\n');
    }
    return form.toString();
  }

  private static String control(Field field, String id) {
    String required = field.presence() == Field.Presence.REQUIRED ? " required" : "";
    String attributes = "id=\"%s\" name=\"%s\"%s".formatted(id, escape(field.name()), required);
    if (field.shape().rank() > 1) {
      return "<textarea %s data-kind=\"json\" rows=\"3\" placeholder=\"JSON, shape %s\"></textarea>"
          .formatted(attributes, rowShape(field.shape()));
    }
    if (field.type() == DataType.BOOL) {
      return select(attributes, "boolean", List.of("true", "false"));
    }
    if (field.type() == DataType.BYTES) {
      return field.allowedValues().isEmpty()
          ? "<input %s data-kind=\"text\">".formatted(attributes)
          : select(attributes, "text", field.allowedValues());
    }
    return "<input %s data-kind=\"number\" inputmode=\"decimal\" autocomplete=\"off\">"
        .formatted(attributes);
  }

  private static String select(String attributes, String kind, List<String> values) {
    return values.stream()
        .map(value -> "<option value=\"%1$s\">%1$s</option>".formatted(escape(value)))
        .collect(
            Collectors.joining(
                "",
                "<select %s data-kind=\"%s\"><option value=\"\"></option>"
                    .formatted(attributes, kind),
                "</select>"));
  }

  private static String rowShape(Shape shape) {
    long[] dimensions = shape.toArray();
    return Shape.of(Arrays.copyOfRange(dimensions, 1, dimensions.length)).toString();
  }

  /** Text as it may stand in an element or in a quoted attribute. */
  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append((char) c);
              }
            });
    return escaped.toString();
  }

  private static String hash(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = TryItPage.class.getResourceAsStream("/io/slipway/server/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
