package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Engines;
import io.slipway.scoring.Field;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.Renderer;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import io.slipway.tabular.Reference.Closeness;
import io.slipway.tabular.Reference.Outcome;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Durations: points in time to callers, and to a model the reference's numbers of units. */
class DurationsTest {
  private static final int ROWS = 400;
  private static final String DAYS = "dateDaysSince[1970]";
  private static final String SECONDS = "dateTimeSecondsSince[1980]";
  private static final String ITSELF = "<NumericPredictor name='d' coefficient='1'/>";
  private static final String FIELD = "<FieldRef field='d'/>";

  @TempDir Path folder;

  private Path write(DurationDocument document) throws Exception {
    return document.write(folder);
  }

  private static Batch rows(String type) {
    Random random = new Random(type.hashCode());
    String[] texts = new String[ROWS];
    BitSet missing = new BitSet();
    for (int row = 0; row < ROWS; row++) {
      texts[row] = DurationTexts.next(type, random);
      missing.set(row, random.nextInt(20) == 0);
    }
    return Batch.of(
        Column.of("d", DataType.BYTES, Shape.of(ROWS), texts, Validity.allBut(missing)));
  }

  /**
   * Answers and refusals are the reference's, the signature too, and a restored model's as well.
   */
  private Outcome compare(Path file, Batch rows) throws Exception {
    try (Model expected = Reference.load(file);
        Model actual = PmmlReader.read(file)) {
      assertThat(actual.signature()).isEqualTo(expected.signature());
      assertThat(Twin.of(actual)).isPresent();
      assertThat(Twin.differences(actual, rows)).isEmpty();
      return Reference.compare(expected, actual, rows, Closeness.ONE_ULP);
    }
  }

  private void agrees(Path file, String type) throws Exception {
    Outcome outcome = compare(file, rows(type));

    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.answered()).isGreaterThan(ROWS / 2);
  }

  static Stream<String> types() {
    return Stream.of(
            DurationTexts.DAYS.stream(),
            DurationTexts.SECONDS.stream(),
            Stream.of(DurationTexts.CLOCK))
        .flatMap(types -> types);
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeCountsTheUnitsThatTheReferenceCounts(String type) throws Exception {
    agrees(write(DurationDocument.of(type, ITSELF)), type);
  }

  @ParameterizedTest
  @MethodSource("types")
  void theEngineIsFoundToAgreeAndScores(String type) throws Exception {
    try (Model loaded =
        Engines.installed().load(write(DurationDocument.of(type, ITSELF)), LoadOptions.cpu())) {
      assertThat(loaded.engine().name()).isEqualTo("tabular");
      assertThat(loaded.engine().passedOver()).isEmpty();
    }
  }

  static Stream<Arguments> castsToNumbersAndAlike() {
    return types()
        .flatMap(
            type ->
                Stream.concat(
                        Stream.of("double", "float", "integer"),
                        Stream.of(DurationTexts.DAYS, DurationTexts.SECONDS)
                            .filter(alike -> alike.contains(type))
                            .flatMap(alike -> Stream.of(alike.get(0), alike.get(3), alike.get(6))))
                    .map(other -> Arguments.of(type, other)));
  }

  @ParameterizedTest
  @MethodSource("castsToNumbersAndAlike")
  void aDurationIsCastToNumbersAndToTheSameUnitsSinceAnotherYear(String type, String other)
      throws Exception {
    // An integer cannot hold the longest durations: the reference refuses those rows.
    agrees(write(DurationDocument.derived(type, other, FIELD)), type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <Apply function='ln'>%1$s</Apply>
          <Apply function='sqrt'>%1$s</Apply>
          <Apply function='sin'>%1$s</Apply>
          <Apply function='floor'>%1$s</Apply>
          <Apply function='ceil'>%1$s</Apply>
          <Apply function='round'>%1$s</Apply>
          <Apply function='hypot'>%1$s<Constant dataType='double'>3</Constant></Apply>
          <Apply function='isMissing'>%1$s</Apply>
          <Apply function='if'><Apply function='isNotMissing'>%1$s</Apply>%1$s</Apply>
          <Apply function='equal'>%1$s<Constant>1970-01-03</Constant></Apply>
          <Apply function='notEqual'>%1$s<Constant dataType='string'>1970-01-03</Constant></Apply>
          <Apply function='equal'>%1$s<Constant dataType='dateDaysSince[1960]'>1970-01-03</Constant></Apply>
          <Apply function='equal'><Constant dataType='dateDaysSince[1980]'>1970-01-03</Constant>%1$s</Apply>
          <Apply function='equal'><Constant dataType='integer'>2</Constant>%1$s</Apply>
          <Apply function='notEqual'><Constant dataType='double'>2</Constant>%1$s</Apply>
          <Apply function='equal'>%1$s%1$s</Apply>
          <Apply function='lessThan'>%1$s<Constant>2000-02-29</Constant></Apply>
          <Apply function='lessOrEqual'>%1$s<Constant dataType='string'>10957</Constant></Apply>
          <Apply function='greaterThan'>%1$s<Constant dataType='integer'>2</Constant></Apply>
          <Apply function='greaterOrEqual'>%1$s<Constant dataType='double'>1.5</Constant></Apply>
          <Apply function='lessThan'>%1$s<Constant dataType='dateDaysSince[1980]'>2000-02-29</Constant></Apply>
          <Apply function='lessThan'>%1$s<Constant dataType='timeSeconds'>1:00:00</Constant></Apply>
          <Apply function='lessThan'><Constant dataType='dateDaysSince[1980]'>2000-02-29</Constant>%1$s</Apply>
          <Apply function='lessThan'><Constant dataType='timeSeconds'>1:00:00</Constant>%1$s</Apply>
          <Apply function='greaterOrEqual'><Constant dataType='integer'>3</Constant>%1$s</Apply>
          <Apply function='greaterOrEqual'><Constant dataType='float'>1.5</Constant>%1$s</Apply>
          <Apply function='isIn'>%1$s<Constant>1970-01-03</Constant><Constant dataType='dateDaysSince[1960]'>2024-02-29</Constant></Apply>
          <Apply function='isNotIn'>%1$s<Constant>1970-01-03</Constant><Constant>2020-01-01</Constant></Apply>
          <NormContinuous field='d' outliers='asExtremeValues' mapMissingTo='0.5'><LinearNorm orig='0' norm='0'/><LinearNorm orig='10957' norm='1'/></NormContinuous>
          <NormDiscrete field='d' value='1970-01-03'/>
          <Discretize field='d' dataType='double' mapMissingTo='-1'><DiscretizeBin binValue='1'><Interval closure='closedOpen' leftMargin='-366' rightMargin='2'/></DiscretizeBin></Discretize>
          <MapValues outputColumn='o' dataType='double' defaultValue='7'><FieldColumnPair field='d' column='i'/><InlineTable><row><i>1970-01-03</i><o>5</o></row><row><i>2000-02-29</i><o>6</o></row></InlineTable></MapValues>
          """)
  void whatIsMadeOfADurationIsTheReferences(String expression) throws Exception {
    Path file = write(DurationDocument.derived(DAYS, "double", expression.formatted(FIELD)));

    assertThat(compare(file, rows(DAYS)).differences()).isEmpty();
  }

  @Test
  void aMissingDurationMayBeReplacedByOne() throws Exception {
    agrees(
        write(
            DurationDocument.derived(
                SECONDS, SECONDS, "<FieldRef field='d' mapMissingTo='2000-02-29T00:00:01.5'/>")),
        SECONDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | missingValueReplacement='2000-02-29'
          '' | invalidValueTreatment='asMissing'
          '' | invalidValueTreatment='asMissing' missingValueReplacement='1969-12-31'
          '' | invalidValueTreatment='asIs'
          '' | invalidValueTreatment='asValue' invalidValueReplacement='2020-01-01'
          '' | outliers='asMissingValues' lowValue='-1' highValue='10957.5'
          <Interval closure='closedOpen' leftMargin='0' rightMargin='18262'/> | ''
          <Interval closure='openClosed' leftMargin='0.5'/> | invalidValueTreatment='asIs'
          <Interval closure='openOpen' rightMargin='0'/> | invalidValueTreatment='asMissing'
          <Value value='1970-01-03'/><Value value='2000-02-29'/> | ''
          <Value value='1970-01-03'/><Value value='2000-02-29'/> | invalidValueTreatment='asMissing'
          '' | missingValueTreatment='returnInvalid'
          """)
  void whatAFieldDoesNotAcceptIsTreatedAsByTheReference(String domain, String treatment)
      throws Exception {
    Path file = write(DurationDocument.treated(DAYS, domain, treatment));

    Outcome outcome = compare(file, rows(DAYS));

    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.answered()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "dateDaysSince[1960], 2024-02-29, 2024-02-29",
    "dateTimeSecondsSince[1960], 2024-02-29T10:00:00, 2024-02-29T10:00",
    "timeSeconds, 0026:00:01, 26:00:01",
    "timeSeconds, -00:00:01, -0:00:01",
  })
  void callersAreToldOfAReplacementAndOfListedDurationsAsTheyWriteThem(
      String type, String inDocument, String told) throws Exception {
    Path file =
        write(
            DurationDocument.treated(
                type,
                "<Value value='%s'/>".formatted(inDocument),
                "missingValueReplacement='%s'".formatted(inDocument)));

    assertThat(compare(file, rows(type)).differences()).isEmpty();
    try (Model model = PmmlReader.read(file)) {
      Field field = model.signature().input("d").orElseThrow();
      assertThat(field.type()).isEqualTo(DataType.BYTES);
      assertThat(field.allowedValues()).containsExactly(told);
      assertThat(field.defaultValue()).contains(told);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void aModelInJsonIsThatOfItsXml(String type) throws Exception {
    Optional<Renderer> renderer = ServiceLoader.load(Renderer.class).findFirst();
    assumeTrue(renderer.isPresent(), "slipway-pmml is not built: nothing writes PMML as JSON");
    String text = type.equals(DurationTexts.CLOCK) ? "-00:00:01" : "2024-02-29";
    String value = DurationTexts.SECONDS.contains(type) ? text + "T10:00:01" : text;
    Path xml =
        write(
            DurationDocument.treated(
                type,
                "<Interval closure='closedOpen' rightMargin='1e10'/>",
                "missingValueReplacement='%s'".formatted(value)));
    Renderer.Rendering json = renderer.orElseThrow().render(xml, folder);

    assertThat(json).isInstanceOf(Renderer.Rendering.Rendered.class);
    agrees(((Renderer.Rendering.Rendered) json).model(), type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dateDaysSince[1970] | lessThan | 2000-02-29
          dateDaysSince[1970] | lessOrEqual | 10957
          dateDaysSince[1970] | greaterThan | 1.5
          dateDaysSince[1970] | greaterOrEqual | 1969-12-31
          dateDaysSince[1970] | equal | 1970-01-03
          dateDaysSince[1970] | notEqual | 1970-01-03
          dateTimeSecondsSince[1980] | lessThan | 1980-01-01T00:00
          dateTimeSecondsSince[1980] | greaterOrEqual | 86400
          timeSeconds | lessThan | 24:00:00
          timeSeconds | lessOrEqual | -1
          timeSeconds | equal | -0:00:01
          timeSeconds | isMissing | 0:00:00
          """)
  void treesSplitOnDurationsAsTheReferenceDoes(String type, String operator, String value)
      throws Exception {
    String model =
        """
        <TreeModel functionName="regression" splitCharacteristic="multiSplit" missingValueStrategy="nullPrediction"><MiningSchema><MiningField name="d"/><MiningField name="y" usageType="target"/></MiningSchema>
        <Node score="0"><True/><Node score="1"><SimplePredicate field="d" operator="%s" value="%s"/></Node><Node score="2"><True/></Node></Node></TreeModel>
        """
            .formatted(operator, value);

    agrees(write(DurationDocument.with(type, model)), type);
  }

  @Test
  void membersOfASetAndCategoriesAreDurations() throws Exception {
    String set =
        """
        <TreeModel functionName="regression" splitCharacteristic="multiSplit"><MiningSchema><MiningField name="d"/><MiningField name="y" usageType="target"/></MiningSchema>
        <Node score="0"><True/><Node score="1"><SimpleSetPredicate field="d" booleanOperator="isIn"><Array type="string">1970-01-03 "2024-02-29"</Array></SimpleSetPredicate></Node><Node score="2"><True/></Node></Node></TreeModel>
        """;
    agrees(write(DurationDocument.with(DAYS, set)), DAYS);

    String category = "<CategoricalPredictor name='d' value='2024-02-29' coefficient='3'/>";
    String categorical = "<DataField name='d' optype='categorical' dataType='" + DAYS + "'/>";
    agrees(
        write(new DurationDocument(categorical, "", DurationDocument.regression("", "", category))),
        DAYS);
  }

  static Stream<Arguments> otherModels() {
    String schema =
        "<MiningSchema><MiningField name='d'/><MiningField name='y' usageType='target'/></MiningSchema>";
    return Stream.of(
            """
            <GeneralRegressionModel functionName="regression" modelType="generalizedLinear" linkFunction="identity" distribution="normal" offsetVariable="d">%s<ParameterList><Parameter name="p0"/><Parameter name="p1"/></ParameterList>
            <CovariateList><Predictor name="d"/></CovariateList><PPMatrix><PPCell value="1" predictorName="d" parameterName="p1"/></PPMatrix>
            <ParamMatrix><PCell parameterName="p0" beta="1"/><PCell parameterName="p1" beta="0.25"/></ParamMatrix></GeneralRegressionModel>
            """,
            """
            <NeuralNetwork functionName="regression" activationFunction="identity">%s<NeuralInputs><NeuralInput id="0"><DerivedField optype="continuous" dataType="dateDaysSince[1960]"><FieldRef field="d"/></DerivedField></NeuralInput></NeuralInputs>
            <NeuralLayer><Neuron id="1" bias="0.5"><Con from="0" weight="0.125"/></Neuron></NeuralLayer>
            <NeuralOutputs><NeuralOutput outputNeuron="1"><DerivedField optype="continuous" dataType="double"><FieldRef field="y"/></DerivedField></NeuralOutput></NeuralOutputs></NeuralNetwork>
            """,
            """
            <NaiveBayesModel functionName="classification" threshold="0.001">%s<BayesInputs><BayesInput fieldName="d"><TargetValueStats><TargetValueStat value="1"><GaussianDistribution mean="9000" variance="1e7"/></TargetValueStat>
            <TargetValueStat value="2"><GaussianDistribution mean="12000" variance="2e7"/></TargetValueStat></TargetValueStats></BayesInput></BayesInputs>
            <BayesOutput fieldName="y"><TargetValueCounts><TargetValueCount value="1" count="3"/><TargetValueCount value="2" count="4"/></TargetValueCounts></BayesOutput></NaiveBayesModel>
            """,
            """
            <MiningModel functionName="regression">%1$s<Segmentation multipleModelMethod="modelChain"><Segment id="1"><True/><RegressionModel functionName="regression">%1$s
            <Output><OutputField name="since" optype="continuous" dataType="x-dateDaysSince[2000]" feature="transformedValue"><FieldRef field="d"/></OutputField></Output><RegressionTable intercept="1"/></RegressionModel></Segment>
            <Segment id="2"><True/><RegressionModel functionName="regression"><MiningSchema><MiningField name="since"/><MiningField name="y" usageType="target"/></MiningSchema>
            <RegressionTable intercept="0"><NumericPredictor name="since" coefficient="1"/></RegressionTable></RegressionModel></Segment></Segmentation></MiningModel>
            """,
            """
            <SupportVectorMachineModel functionName="regression">%s<LinearKernelType/><VectorDictionary><VectorFields><FieldRef field="d"/></VectorFields><VectorInstance id="a"><Array type="real" n="1">3</Array></VectorInstance></VectorDictionary>
            <SupportVectorMachine><SupportVectors><SupportVector vectorId="a"/></SupportVectors><Coefficients absoluteValue="1"><Coefficient value="0.5"/></Coefficients></SupportVectorMachine></SupportVectorMachineModel>
            """)
        .map(
            model -> Arguments.of(model.substring(1, model.indexOf(' ')), model.formatted(schema)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherModels")
  void otherModelsTakeADurationForANumberToo(String name, String model) throws Exception {
    Path file = write(DurationDocument.with(DAYS, model));

    Outcome outcome = compare(file, rows(DAYS));

    assertThat(outcome.differences()).as(name).isEmpty();
    assertThat(outcome.answered()).isGreaterThan(ROWS / 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dateDaysSince[1970] | dataType='dateDaysSince[1970]'
          dateDaysSince[1970] | dataType='x-dateDaysSince[2000]'
          dateDaysSince[1970] | dataType='double'
          dateDaysSince[1970] | dataType='integer'
          dateDaysSince[1970] | ''
          timeSeconds | dataType='timeSeconds'
          """)
  void aDurationIsAnsweredAsTheNumberOfItsUnits(String type, String asType) throws Exception {
    String output =
        "<Output><OutputField name='o' optype='continuous' %s feature='transformedValue'>%s</OutputField></Output>"
            .formatted(asType, FIELD);
    DurationDocument document = DurationDocument.answering(type, output);

    agrees(write(document), type);
  }

  @Test
  void unitsThatADoubleDoesNotTellApartAreNotAnswered() throws Exception {
    String output =
        "<Output><OutputField name='o' optype='continuous' dataType='%s' feature='transformedValue'>%s</OutputField></Output>"
            .formatted(SECONDS, FIELD);
    Path file = write(DurationDocument.answering(SECONDS, output));
    try (Model model = PmmlReader.read(file)) {
      Column answer =
          model
              .score(
                  Batch.of(Column.ofStrings("d", "1979-12-31T23:59:58.5", "+9999999-01-01T00:00")))
              .column("o")
              .orElseThrow();
      assertThat(answer.strings()[0]).isEqualTo("-1");
      assertThatThrownBy(
              () -> model.score(Batch.of(Column.ofStrings("d", "+999999999-12-31T23:59:59"))))
          .hasMessage("row 0: the model has no answer for these values");
    }
  }

  @Test
  void anAnswerInUnitsIsNotHeldToVerificationRows() throws Exception {
    String output =
        """
        <Output><OutputField name="o" optype="continuous" dataType="dateDaysSince[1970]" feature="transformedValue"><FieldRef field="d"/></OutputField></Output>
        <ModelVerification><VerificationFields><VerificationField field="d"/><VerificationField field="o"/></VerificationFields>
        <InlineTable><row><d>1970-01-03</d><o>1970-01-03</o></row></InlineTable></ModelVerification>
        """;
    Path file = write(DurationDocument.answering(DAYS, output));

    assertThatThrownBy(() -> PmmlReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("verification rows with an answer that is a duration");
  }

  @Test
  void rowsToTryAModelOutWithLieAboutItsDurations() throws Exception {
    Path file =
        write(
            DurationDocument.derived(
                DAYS,
                "double",
                "<Apply function='lessThan'>%s<Constant>2012-02-29</Constant></Apply>"
                    .formatted(FIELD)));
    try (Model model = PmmlReader.read(file)) {
      assertThat(model.landmarks().values().get("d"))
          .contains("2012-02-28", "2012-02-29", "2012-03-01");
    }
    Path numbers =
        write(
            DurationDocument.derived(
                SECONDS,
                "double",
                "<Apply function='lessThan'>%s<Constant>0.5</Constant></Apply>".formatted(FIELD)));
    try (Model model = PmmlReader.read(numbers)) {
      assertThat(model.landmarks().values().get("d"))
          .contains("1979-12-31T23:59:59", "1980-01-01T00:00", "1980-01-01T00:00:01");
    }
  }
}
