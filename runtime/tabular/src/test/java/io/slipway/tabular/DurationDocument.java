package io.slipway.tabular;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A document with a duration d, and a number y that is made of it.
 *
 * @param field defines d
 * @param transformations derived fields
 * @param model what answers y
 */
record DurationDocument(String field, String transformations, String model) {
  private static final String ITSELF = "<NumericPredictor name='d' coefficient='1'/>";
  private static final String DERIVED = "<NumericPredictor name='n' coefficient='1'/>";

  /** A regression over d. */
  static DurationDocument of(String type, String terms) {
    return with(type, regression("", "", terms));
  }

  static DurationDocument with(String type, String model) {
    return new DurationDocument(continuous(type, ""), "", model);
  }

  /** The number that an expression makes of d, as a type. */
  static DurationDocument derived(String type, String asType, String expression) {
    String derived =
        "<DerivedField name='n' optype='continuous' dataType='%s'>%s</DerivedField>"
            .formatted(asType, expression);
    return new DurationDocument(continuous(type, ""), derived, regression("", "", DERIVED));
  }

  /** The units of d, which accepts a domain and treats the rest as its mining field says. */
  static DurationDocument treated(String type, String domain, String treatment) {
    return new DurationDocument(continuous(type, domain), "", regression(treatment, "", ITSELF));
  }

  /** The units of d, and other outputs. */
  static DurationDocument answering(String type, String output) {
    return with(type, regression("", output, ITSELF));
  }

  private static String continuous(String type, String domain) {
    return "<DataField name='d' optype='continuous' dataType='%s'>%s</DataField>"
        .formatted(type, domain);
  }

  static String regression(String treatment, String output, String terms) {
    return """
    <RegressionModel functionName="regression"><MiningSchema><MiningField name="d" %s/><MiningField name="y" usageType="target"/></MiningSchema>
    %s<RegressionTable intercept="0">%s</RegressionTable></RegressionModel>
    """
        .formatted(treatment, output, terms);
  }

  Path write(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("model.pmml"),
        """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary>%s<DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
        <TransformationDictionary>%s</TransformationDictionary>
        %s</PMML>
        """
            .formatted(field, transformations, model));
  }
}
