package io.slipway.benchmarks.tabular;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes models that add up what each of numbers x0, x1 and so on and one factor is worth. */
final class PmmlTermWriter {
  private static final List<String> COLOURS = List.of("red", "green", "blue");
  private static final int REASONS = 3;

  private PmmlTermWriter() {}

  /** A logistic regression as a generalized linear model. */
  static String generalRegression(int numbers) {
    int parameters = numbers + 1 + COLOURS.size();
    return """
        <GeneralRegressionModel functionName="regression" modelType="generalizedLinear" linkFunction="logit">
        %s
        <ParameterList>%s</ParameterList>
        <FactorList><Predictor name="%s"/></FactorList>
        <CovariateList>%s</CovariateList>
        <PPMatrix>%s%s</PPMatrix>
        <ParamMatrix>%s</ParamMatrix>
        </GeneralRegressionModel>
        """
        .formatted(
            schema(numbers),
            each(parameters, i -> "<Parameter name=\"p%d\"/>".formatted(i)),
            MadeModels.FACTOR,
            each(numbers, i -> "<Predictor name=\"x%d\"/>".formatted(i)),
            each(numbers, i -> cell("x" + i, "1", i + 1)),
            each(COLOURS.size(), i -> cell(MadeModels.FACTOR, COLOURS.get(i), numbers + 1 + i)),
            each(
                parameters,
                i ->
                    "<PCell parameterName=\"p%d\" beta=\"%s\" df=\"1\"/>"
                        .formatted(i, (i - 4) / 64.0)))
        .transform(model -> document(numbers, model));
  }

  private static String cell(String predictor, String value, int parameter) {
    return "<PPCell predictorName=\"%s\" value=\"%s\" parameterName=\"p%d\"/>"
        .formatted(predictor, value, parameter);
  }

  /** A scorecard with the reasons for what it says. */
  static String scorecard(int numbers) {
    return """
        <Scorecard functionName="regression" initialScore="100" useReasonCodes="true" reasonCodeAlgorithm="pointsBelow">
        %s
        <Output><OutputField name="score" optype="continuous" dataType="double" feature="predictedValue"/>%s</Output>
        <Characteristics>%s
        <Characteristic name="factor" reasonCode="R" baselineScore="6">%s</Characteristic>
        </Characteristics>
        </Scorecard>
        """
        .formatted(
            schema(numbers),
            each(
                REASONS,
                i ->
                    "<OutputField name=\"reason%1$d\" optype=\"categorical\" dataType=\"string\" feature=\"reasonCode\" rank=\"%1$d\"/>"
                        .formatted(i + 1)),
            each(numbers, PmmlTermWriter::characteristic),
            each(
                COLOURS.size(),
                i ->
                    "<Attribute partialScore=\"%d\"><SimplePredicate field=\"%s\" operator=\"equal\" value=\"%s\"/></Attribute>"
                        .formatted(3 * i, MadeModels.FACTOR, COLOURS.get(i))))
        .transform(model -> document(numbers, model));
  }

  private static String characteristic(int number) {
    String bins =
        each(
            4,
            i ->
                "<Attribute partialScore=\"%d\"><SimplePredicate field=\"x%d\" operator=\"lessOrEqual\" value=\"%s\"/></Attribute>"
                    .formatted(number + 4 * i, number, i - 1.5));
    return "<Characteristic name=\"c%1$d\" reasonCode=\"R%1$d\" baselineScore=\"9\">%2$s<Attribute partialScore=\"19\"><True/></Attribute></Characteristic>"
        .formatted(number, bins);
  }

  private static String document(int numbers, String model) {
    return """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary>
        <DataField name="y" optype="continuous" dataType="double"/>
        %s
        <DataField name="%s" optype="categorical" dataType="string">%s</DataField>
        </DataDictionary>
        %s</PMML>
        """
        .formatted(
            each(
                numbers,
                i ->
                    "<DataField name=\"x%d\" optype=\"continuous\" dataType=\"double\"/>"
                        .formatted(i)),
            MadeModels.FACTOR,
            each(COLOURS.size(), i -> "<Value value=\"%s\"/>".formatted(COLOURS.get(i))),
            model);
  }

  private static String schema(int numbers) {
    return "<MiningSchema><MiningField name=\"y\" usageType=\"target\"/>%s<MiningField name=\"%s\"/></MiningSchema>"
        .formatted(
            each(numbers, i -> "<MiningField name=\"x%d\"/>".formatted(i)), MadeModels.FACTOR);
  }

  private static String each(int count, IntFunction<String> element) {
    return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining());
  }
}
