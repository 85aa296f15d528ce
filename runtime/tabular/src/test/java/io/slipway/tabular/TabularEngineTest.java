package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.scoring.Batch;
import io.slipway.scoring.EngineInfo.PassedOver;
import io.slipway.scoring.EngineInfo.Reason;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine as a program finds it: first where it covers a document, and else out of the way. */
class TabularEngineTest {
  private static final String TIME_SERIES =
      "<TimeSeriesModel functionName=\"timeSeries\"><MiningSchema/></TimeSeriesModel>";

  @TempDir Path folder;

  static Stream<TestModel> models() {
    return TestModels.available().stream().filter(model -> model.pmml().isPresent());
  }

  @ParameterizedTest
  @MethodSource("models")
  void aModelThatIsCoveredIsScoredHereOnceTheReferenceAgrees(TestModel model) throws Exception {
    Path file = model.pmml().orElseThrow();
    boolean covered = !ModelParityTest.REFUSED.contains(model.id());
    assumeTrue(covered || hasReference(), "slipway-pmml is not built: nothing to fall back to");
    try (Model loaded = Engines.installed().load(file, LoadOptions.cpu())) {
      if (covered) {
        assertThat(loaded.engine().name()).isEqualTo("tabular");
        assertThat(loaded.engine().passedOver()).isEmpty();
      } else {
        assertThat(loaded.engine().name()).isEqualTo("jpmml");
        assertThat(loaded.engine().passedOver().map(PassedOver::reason))
            .contains(Reason.NOT_COVERED);
      }
    }
  }

  @Test
  void whereItIsAloneItRefusesByPlaceAndName() throws Exception {
    Path file = file(TIME_SERIES);
    ModelLoadException refusal =
        catchThrowableOfType(
            ModelLoadException.class,
            () -> new Engines(List.of(new TabularEngine())).load(file, LoadOptions.cpu()).close());
    assertThat(refusal.reason()).isEqualTo(ModelLoadException.Reason.MODEL_UNSUPPORTED);
    assertThat(refusal).hasMessageMatching("line 3, column \\d+: TimeSeriesModel: .*");
  }

  @Test
  void rowsThatTheDocumentVerifiesItselfWithMustComeOut() throws Exception {
    assertThat(verified("4.5")).isEqualTo("loaded");
    assertThat(verified("4.6"))
        .startsWith("ModelInvalid: line 3, column ")
        .endsWith("in row 0 y is 4.5, not 4.6");
  }

  @Test
  void aConstantAnswersEachRowThatItVerifiesItselfWithTheSame() throws Exception {
    Path file =
        file(
            """
            <RegressionModel functionName="regression"><MiningSchema><MiningField name="y" usageType="target"/></MiningSchema>
            <RegressionTable intercept="0.5"/>
            <ModelVerification recordCount="2"><VerificationFields><VerificationField field="y" column="d:y"/></VerificationFields>
            <InlineTable><row><d:y xmlns:d="urn:d">0.5</d:y></row><row><d:y xmlns:d="urn:d">0.5</d:y></row></InlineTable></ModelVerification></RegressionModel>
            """);
    try (Model loaded = new TabularEngine().load(file, LoadOptions.cpu())) {
      assertThat(loaded.score(Batch.of()).column("y").orElseThrow().doubles()).containsExactly(0.5);
    }
  }

  private String verified(String y) throws Exception {
    Path file =
        file(
            """
            <RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
            <RegressionTable intercept="0.5"><NumericPredictor name="x" coefficient="2"/></RegressionTable>
            <ModelVerification recordCount="1"><VerificationFields><VerificationField field="x" column="d:x"/><VerificationField field="y" column="d:y"/></VerificationFields>
            <InlineTable><row><d:x xmlns:d="urn:d">2</d:x><d:y xmlns:d="urn:d">%s</d:y></row></InlineTable></ModelVerification></RegressionModel>
            """
                .formatted(y));
    try (Model loaded = new TabularEngine().load(file, LoadOptions.cpu())) {
      assertThat(loaded.landmarks().rows()).hasSize(1);
      return "loaded";
    } catch (ModelLoadException e) {
      return e.reason().conditionReason() + ": " + e.getMessage();
    }
  }

  @Test
  void aDocumentOfTheGreatestDepthLoadsOnASmallStack() throws Exception {
    int depth = 900;
    Path file =
        file(
            "<TreeModel functionName=\"regression\" splitCharacteristic=\"multiSplit\"><MiningSchema><MiningField name=\"x\"/><MiningField name=\"y\" usageType=\"target\"/></MiningSchema>"
                + "<Node score=\"1\"><True/>".repeat(depth)
                + "</Node>".repeat(depth)
                + "</TreeModel>");
    Throwable[] failure = new Throwable[1];
    Thread caller =
        new Thread(
            null,
            () -> {
              try {
                new TabularEngine().load(file, LoadOptions.cpu()).close();
              } catch (ModelLoadException | RuntimeException | StackOverflowError e) {
                failure[0] = e;
              }
            },
            "small",
            128 << 10);
    caller.start();
    caller.join();
    assertThat(failure[0]).isNull();
  }

  private static boolean hasReference() {
    return Engines.installed().engines().stream().anyMatch(engine -> engine.name().equals("jpmml"));
  }

  private Path file(String model) throws Exception {
    return Files.writeString(
        folder.resolve("model.pmml"),
        """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary><DataField name="x" optype="continuous" dataType="double"/><DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
        %s
        </PMML>
        """
            .formatted(model));
  }
}
