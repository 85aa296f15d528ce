package io.slipway.pmml;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.dmg.pmml.DataType;
import org.dmg.pmml.Field;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.Model;
import org.dmg.pmml.ModelVerification;
import org.dmg.pmml.PMML;
import org.dmg.pmml.VerificationField;
import org.dmg.pmml.VisitorAction;
import org.jpmml.evaluator.InlineTableUtil;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * The rows that a document verifies itself with, for whoever loads its JSON form: {@code {"fields":
 * [{"name", "role": "input" or "expected", "precision", "zeroThreshold"}], "rows": [{name:
 * value}]}}. A missing value is absent. Precision and threshold are PMML's.
 */
final class VerificationJson {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d{1,3})?");
  private static final Set<DataType> NUMERIC =
      Set.of(DataType.DOUBLE, DataType.FLOAT, DataType.INTEGER);

  private VerificationJson() {}

  static void write(PMML pmml, ModelVerification verification, Path file) throws IOException {
    Set<String> inputs = inputs(pmml.getModels().get(0));
    FieldTypesByName types = new FieldTypesByName();
    types.applyTo(pmml);
    List<VerificationField> fields =
        verification.requireVerificationFields().requireVerificationFields();
    try (JsonGenerator json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeArrayFieldStart("fields");
      for (VerificationField field : fields) {
        json.writeStartObject();
        json.writeStringField("name", field.requireField());
        boolean input = inputs.contains(field.requireField());
        json.writeStringField("role", input ? "input" : "expected");
        if (!input) {
          json.writeNumberField("precision", field.getPrecision().doubleValue());
          json.writeNumberField("zeroThreshold", field.getZeroThreshold().doubleValue());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("rows");
      for (Map<String, Object> cells :
          InlineTableUtil.getContent(verification.requireInlineTable()).rowMap().values()) {
        json.writeStartObject();
        for (VerificationField field : fields) {
          String column = field.getColumn() == null ? field.requireField() : field.getColumn();
          Object cell = cells.get(column);
          if (cell != null) {
            json.writeFieldName(field.requireField());
            write(json, cell.toString(), types.isNumeric(field.requireField()));
          }
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, String cell, boolean numeric) throws IOException {
    if (numeric && NUMBER.matcher(cell).matches()) {
      // As the document writes it, with every digit.
      json.writeNumber(cell);
    } else {
      json.writeString(cell);
    }
  }

  private static Set<String> inputs(Model model) {
    Set<String> inputs = new HashSet<>();
    for (MiningField field : model.requireMiningSchema().getMiningFields()) {
      if (field.getUsageType() == MiningField.UsageType.ACTIVE) {
        inputs.add(field.requireName());
      }
    }
    return inputs;
  }

  /** Data fields, derived ones and outputs. */
  private static final class FieldTypesByName extends AbstractVisitor {
    private final Map<String, DataType> types = new HashMap<>();

    @Override
    public VisitorAction visit(Field<?> field) {
      if (field.getName() != null && field.getDataType() != null) {
        types.put(field.getName(), field.getDataType());
      }
      return super.visit(field);
    }

    boolean isNumeric(String name) {
      DataType type = types.get(name);
      return type != null && NUMERIC.contains(type);
    }
  }
}
