package io.slipway.pmml;

import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small documents written by tests: y = 1.5 + 2 * predictor. */
final class Documents {
  private Documents() {}

  /** A model whose predictor is {@code field}, with transformations that define it. */
  static String regression(String field, String transformations) {
    return """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
          <Header/>
          <DataDictionary>
            <DataField name="x" optype="continuous" dataType="double"/>
            <DataField name="s" optype="categorical" dataType="string"/>
            <DataField name="y" optype="continuous" dataType="double"/>
          </DataDictionary>
          <TransformationDictionary>%s</TransformationDictionary>
          <RegressionModel functionName="regression">
            <MiningSchema>
              <MiningField name="x"/><MiningField name="s"/>
              <MiningField name="y" usageType="target"/>
            </MiningSchema>
            <RegressionTable intercept="1.5">
              <NumericPredictor name="%s" coefficient="2"/>
            </RegressionTable>
          </RegressionModel>
        </PMML>
        """
        .formatted(transformations, field);
  }

  static String derived(String name, String expression) {
    return "<DerivedField name=\"%s\" optype=\"continuous\" dataType=\"double\">%s</DerivedField>"
        .formatted(name, expression);
  }

  static Model load(Path folder, String document) throws ModelLoadException {
    try {
      Path file = Files.createTempFile(folder, "model", ".pmml");
      Files.writeString(file, document);
      return new PmmlEngine().load(file, LoadOptions.cpu());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
