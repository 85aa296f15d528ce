package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Model;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

  @Test
  void cellsOfInstancesAreLandmarks() throws Exception {
    assertThat(
            landmarks(
                "",
                """
                <NearestNeighborModel functionName="regression" numberOfNeighbors="1"><MiningSchema><MiningField name="x"/><MiningField name="c"/><MiningField name="y" usageType="target"/></MiningSchema>
                <TrainingInstances><InstanceFields><InstanceField field="x" column="d:one"/><InstanceField field="c"/><InstanceField field="y"/></InstanceFields>
                <InlineTable><row><one>10.5</one><c>New York</c><y>1</y></row><row><one>200</one><c>it</c><y>2</y></row></InlineTable></TrainingInstances>
                <ComparisonMeasure kind="distance"><euclidean/></ComparisonMeasure><KNNInputs><KNNInput field="x"/><KNNInput field="c" compareFunction="delta"/></KNNInputs></NearestNeighborModel>
                """))
        .containsEntry("x", List.of("10.5", "200"))
        .containsEntry("c", List.of("New York", "it"));
  }

  @Test
  void centersOfClustersAndMembersOfSetsAreLandmarks() throws Exception {
    assertThat(
            landmarks(
                "",
                """
                <ClusteringModel functionName="clustering" modelClass="centerBased" numberOfClusters="2"><MiningSchema><MiningField name="x"/><MiningField name="y"/></MiningSchema>
                <ComparisonMeasure kind="distance"><euclidean/></ComparisonMeasure><ClusteringField field="x"/><ClusteringField field="y"/>
                <Cluster><Array n="2" type="real">100 -1</Array></Cluster><Cluster><Array n="2" type="real">200 -2</Array></Cluster></ClusteringModel>
                """))
        .containsEntry("x", List.of("100", "200"))
        .containsEntry("y", List.of("-1", "-2"));
    assertThat(
            landmarks(
                "",
                """
                <TreeModel functionName="regression" splitCharacteristic="multiSplit"><MiningSchema><MiningField name="c"/><MiningField name="y" usageType="target"/></MiningSchema><Node score="1"><True/>
                <Node score="2"><SimpleSetPredicate field="c" booleanOperator="isIn"><Array type="string">"New York" it</Array></SimpleSetPredicate></Node></Node></TreeModel>
                """))
        .containsEntry("c", List.of("New York", "it"));
  }

  @Test
  void manyConstantsBesideManyFieldsAreNotAllPaired() throws Exception {
    int arguments = 5_000;
    String sum =
        "<DerivedField name=\"sum\" optype=\"continuous\" dataType=\"double\"><Apply"
            + " function=\"sum\">"
            + "<FieldRef field=\"x\"/>".repeat(arguments)
            + IntStream.range(0, arguments)
                .mapToObj("<Constant dataType=\"double\">%d</Constant>"::formatted)
                .collect(Collectors.joining())
            + "</Apply></DerivedField>";
    long before = allocated();
    assertThat(
            landmarks(
                    sum,
                    """
                    <RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
                    <RegressionTable intercept="0"><NumericPredictor name="sum" coefficient="1"/></RegressionTable></RegressionModel>
                    """)
                .get("x"))
        .hasSize(500);
    assertThat(allocated() - before).isLessThan(200_000_000L);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
