package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import io.slipway.tabular.Reference.Closeness;
import io.slipway.tabular.Reference.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts and ids that a model inside another hands out. */
class NestedTextsTest {
  private static final String SECOND =
      "<Segment id='2'><True/><TreeModel functionName='regression'><MiningSchema><MiningField name='x'/></MiningSchema>%s<Node id='7' score='1'><True/></Node></TreeModel></Segment>";

  private static final String ENTITY =
      "<Output><OutputField name='%s' optype='categorical' dataType='string' feature='entityId'/></Output>";

  @TempDir Path folder;

  private Path document(String method, String segments, String output) throws Exception {
    return Files.writeString(
        folder.resolve("model.pmml"),
        """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary><DataField name="c" optype="categorical" dataType="string"/><DataField name="x" optype="continuous" dataType="double"/><DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
        <MiningModel functionName="regression"><MiningSchema><MiningField name="c"/><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>%s
        <Segmentation multipleModelMethod="%s">%s</Segmentation></MiningModel></PMML>
        """
            .formatted(output, method, segments));
  }

  private static String first(String condition, String field, String expression) {
    return "<Segment id='1'>%s<RegressionModel functionName='regression'><MiningSchema>%s<MiningField name='x'/></MiningSchema><Output><OutputField name='text' optype='categorical' dataType='string' feature='transformedValue'>%s</OutputField></Output><RegressionTable intercept='1'/></RegressionModel></Segment>"
        .formatted(condition, field, expression);
  }

  private static Batch rows() {
    BitSet missing = new BitSet();
    missing.set(2);
    return Batch.of(
        Column.of(
            "c",
            DataType.BYTES,
            Shape.of(4),
            new String[] {"unseen", "red", "", "7"},
            Validity.allBut(missing)),
        Column.ofDoubles("x", 1, -1, 2, -2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<MiningField name='c'/>",
        "<MiningField name='c' missingValueReplacement='red'/>",
        "<MiningField name='c' invalidValueTreatment='asMissing'/>",
        "<MiningField name='c' optype='ordinal'/>"
      })
  void aTextComesOutAsTheModelInsideTakesIt(String field) throws Exception {
    String shown =
        "<Output><OutputField name='shown' optype='categorical' dataType='string' feature='transformedValue'><FieldRef field='text'/></OutputField></Output>";
    String condition = "<True/>";
    Path file =
        document(
            "modelChain",
            first(condition, field, "<FieldRef field='c'/>") + SECOND.formatted(""),
            shown);
    try (Model expected = Reference.load(file);
        Model actual = PmmlReader.read(file)) {
      Outcome outcome = Reference.compare(expected, actual, rows(), Closeness.ONE_ULP);
      assertThat(outcome.differences()).isEmpty();
      assertThat(outcome.answered()).isGreaterThanOrEqualTo(3);
    }
  }

  /** In the reference it is the id of the segment that answers. */
  @Test
  void theIdOfANodeIsNotThatOfAChain() throws Exception {
    Path file =
        document(
            "modelChain",
            first("<True/>", "<MiningField name='c'/>", "<FieldRef field='c'/>")
                + SECOND.formatted(ENTITY.formatted("inner")),
            ENTITY.formatted("outer"));
    assertThatThrownBy(() -> PmmlReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("entityId")
        .extracting(e -> ((ModelLoadException) e).reason())
        .isEqualTo(Reason.MODEL_UNSUPPORTED);
  }

  @Test
  void aTextOfWhicheverModelAnswersIsLeftToAnother() throws Exception {
    Path file =
        document(
            "selectFirst",
            first(
                    "<SimplePredicate field='x' operator='lessThan' value='0'/>",
                    "<MiningField name='c'/>",
                    "<Apply function='uppercase'><FieldRef field='c'/></Apply>")
                + SECOND.formatted(""),
            "");
    assertThatThrownBy(() -> PmmlReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("where its text is depends on the row");
  }
}
