package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
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

/** What a target says of rows that a network has no prediction for. */
class MissingPredictionsTest {
  private static final String ONE_NUMBER =
      "<NeuralOutput outputNeuron='a'><DerivedField optype='continuous' dataType='double'><FieldRef field='n'/></DerivedField></NeuralOutput>";

  private static final String TWO_CATEGORIES =
      "<NeuralOutput outputNeuron='a'><DerivedField optype='categorical' dataType='string'><NormDiscrete field='c' value='red'/></DerivedField></NeuralOutput><NeuralOutput outputNeuron='b'><DerivedField optype='categorical' dataType='string'><NormDiscrete field='c' value='blue'/></DerivedField></NeuralOutput>";

  private static final String PROBABILITY =
      "<Output><OutputField name='red' optype='continuous' dataType='double' feature='probability' value='red'/></Output>";

  @TempDir Path folder;

  private Path document(String model) throws Exception {
    return Files.writeString(
        folder.resolve("model.pmml"),
        """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary><DataField name="x" optype="continuous" dataType="double"/><DataField name="n" optype="continuous" dataType="double"/>
        <DataField name="c" optype="categorical" dataType="string"><Value value="red"/><Value value="blue"/></DataField></DataDictionary>
        %s</PMML>
        """
            .formatted(model));
  }

  private static String network(String function, String target, String values, String outputs) {
    return "<NeuralNetwork functionName='%s' activationFunction='logistic'><MiningSchema><MiningField name='x'/><MiningField name='%s' usageType='target'/></MiningSchema>%s<Targets><Target field='%s'>%s</Target></Targets><NeuralInputs><NeuralInput id='i'><DerivedField optype='continuous' dataType='double'><FieldRef field='x'/></DerivedField></NeuralInput></NeuralInputs><NeuralLayer><Neuron id='a' bias='0.5'><Con from='i' weight='2'/></Neuron><Neuron id='b' bias='-1'><Con from='i' weight='3'/></Neuron></NeuralLayer><NeuralOutputs>%s</NeuralOutputs></NeuralNetwork>"
        .formatted(
            function,
            target,
            function.equals("regression") ? "" : PROBABILITY,
            target,
            values,
            outputs);
  }

  private static Batch rows(boolean... present) {
    BitSet missing = new BitSet();
    double[] values = new double[present.length];
    for (int i = 0; i < present.length; i++) {
      values[i] = i - 0.5;
      missing.set(i, !present[i]);
    }
    return Batch.of(
        Column.of("x", DataType.FP64, Shape.of(values.length), values, Validity.allBut(missing)));
  }

  private static void sameAsTheReference(Path file, int answered) throws Exception {
    try (Model expected = Reference.load(file);
        Model actual = PmmlReader.read(file)) {
      Outcome outcome =
          Reference.compare(expected, actual, rows(true, false, true), Closeness.ONE_ULP);
      assertThat(outcome.differences()).isEmpty();
      assertThat(outcome.answered()).isEqualTo(answered);
    }
  }

  @Test
  void aNumberIsTheDefault() throws Exception {
    Path file = document(network("regression", "n", "<TargetValue defaultValue='7'/>", ONE_NUMBER));
    sameAsTheReference(file, 3);
    try (Model model = PmmlReader.read(file)) {
      assertThat(model.score(rows(false)).column("n").orElseThrow().doubles()).containsExactly(7);
    }
  }

  @Test
  void aCategoryIsTheLikeliestBeforehand() throws Exception {
    Path file =
        document(
            network(
                "classification",
                "c",
                "<TargetValue value='blue' priorProbability='0.375'/><TargetValue value='red' priorProbability='0.125'/>",
                TWO_CATEGORIES));
    sameAsTheReference(file, 3);
    try (Model model = PmmlReader.read(file)) {
      Batch answer = model.score(rows(false));
      assertThat(answer.column("c").orElseThrow().strings()).containsExactly("blue");
      assertThat(answer.column("red").orElseThrow().doubles()).containsExactly(0.25);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<TargetValue value='red' displayValue='Red'/><TargetValue value='blue' displayValue='Blue'/>",
        "<TargetValue value='red' priorProbability='0'/><TargetValue value='blue' priorProbability='0'/>"
      })
  void aTargetThatOnlyNamesItsValuesHasNoneForSuchARow(String values) throws Exception {
    sameAsTheReference(document(network("classification", "c", values, TWO_CATEGORIES)), 2);
  }

  @Test
  void aTargetWithoutValuesLeavesItMissing() throws Exception {
    sameAsTheReference(document(network("classification", "c", "", TWO_CATEGORIES)), 3);
  }

  @Test
  void aModelThatHandsOnThePredictionOfAnotherHasNoDefaultsOfItsOwn() throws Exception {
    Path file =
        document(
            "<MiningModel functionName='regression'><MiningSchema><MiningField name='x'/><MiningField name='n' usageType='target'/></MiningSchema><Targets><Target field='n'><TargetValue defaultValue='7'/></Target></Targets><Segmentation multipleModelMethod='selectFirst'><Segment><True/><RegressionModel functionName='regression'><MiningSchema><MiningField name='x'/><MiningField name='n' usageType='target'/></MiningSchema><RegressionTable intercept='1'/></RegressionModel></Segment></Segmentation></MiningModel>");
    assertThatThrownBy(() -> PmmlReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("defaults of a model");
  }
}
