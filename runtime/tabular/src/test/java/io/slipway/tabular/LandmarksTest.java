package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a document compares its fields with, for whoever looks for a difference there. */
class LandmarksTest {
  @TempDir Path folder;

  private Map<String, List<String>> landmarks(String transformations, String model)
      throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("model.pmml"),
            """
            <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
            <DataDictionary><DataField name="x" optype="continuous" dataType="double"/><DataField name="c" optype="categorical" dataType="string"/>
            <DataField name="y" optype="continuous" dataType="double"/><DataField name="k" optype="categorical" dataType="string"/></DataDictionary>
            <TransformationDictionary>%s</TransformationDictionary>
            %s
            </PMML>
            """
                .formatted(transformations, model));
    try (Model loaded = PmmlReader.read(file)) {
      return loaded.landmarks().values();
    }
  }

  @Test
  void keysOfTablesAndConstantsBesideFieldsAreLandmarks() throws Exception {
    assertThat(
            landmarks(
                """
                <DerivedField name="mapped" optype="continuous" dataType="double"><MapValues outputColumn="out" dataType="double"><FieldColumnPair field="c" column="in"/>
                <InlineTable><row><in>red</in><out>1</out></row><row><in>green</in><out>2</out></row></InlineTable></MapValues></DerivedField>
                <DerivedField name="step" optype="continuous" dataType="double"><Apply function="if"><Apply function="greaterThan"><FieldRef field="x"/><Constant dataType="double">2.5</Constant></Apply>
                <Constant dataType="double">1</Constant><Constant dataType="double">0</Constant></Apply></DerivedField>
                """,
                """
                <RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/><MiningField name="c"/><MiningField name="y" usageType="target"/></MiningSchema>
                <RegressionTable intercept="0"><NumericPredictor name="mapped" coefficient="1"/><NumericPredictor name="step" coefficient="1"/></RegressionTable></RegressionModel>
                """))
        .containsEntry("c", List.of("red", "green"))
        .containsEntry("x", List.of("2.5"));
  }

  @Test
  void categoriesThatAreCountedAreLandmarks() throws Exception {
    assertThat(
            landmarks(
                "",
                """
                <NaiveBayesModel functionName="classification" threshold="0.001"><MiningSchema><MiningField name="c"/><MiningField name="k" usageType="target"/></MiningSchema>
                <BayesInputs><BayesInput fieldName="c"><PairCounts value="red"><TargetValueCounts><TargetValueCount value="a" count="3"/><TargetValueCount value="b" count="1"/></TargetValueCounts></PairCounts>
                <PairCounts value="green"><TargetValueCounts><TargetValueCount value="a" count="1"/><TargetValueCount value="b" count="2"/></TargetValueCounts></PairCounts></BayesInput></BayesInputs>
                <BayesOutput fieldName="k"><TargetValueCounts><TargetValueCount value="a" count="4"/><TargetValueCount value="b" count="3"/></TargetValueCounts></BayesOutput></NaiveBayesModel>
                """))
        .containsEntry("c", List.of("red", "green"));
  }
}
