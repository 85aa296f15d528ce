package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.List;

/** Lowers a model, whatever its kind. */
final class Models {
  /** What any model may hold beside its body. */
  private static final List<String> COMMON =
      List.of("MiningSchema", "Output", "Targets", "LocalTransformations", "ModelVerification");

  private static final List<String> KINDS =
      List.of(
          "TreeModel",
          "RegressionModel",
          "GeneralRegressionModel",
          "MiningModel",
          "NeuralNetwork",
          "AnomalyDetectionModel",
          "ClusteringModel",
          "NearestNeighborModel",
          "SupportVectorMachineModel",
          "NaiveBayesModel",
          "RuleSetModel",
          "Scorecard");

  private Models() {}

  static boolean isModel(Element element) {
    return element.name().endsWith("Model")
        || List.of("NeuralNetwork", "Scorecard").contains(element.name());
  }

  static Prediction lower(Element model, ModelScope scope) throws ModelLoadException {
    if (!KINDS.contains(model.name())) {
      throw model.unsupported("this kind of model is not supported");
    }
    if (model.attribute("isScorable", "true").equals("false")) {
      throw model.unsupported("the model says of itself that it is not scorable");
    }
    Precision precision =
        switch (model.attribute("x-mathContext", "double")) {
          case "double" -> Precision.DOUBLE;
          case "float" -> Precision.SINGLE;
          default -> throw model.unsupportedValue("x-mathContext");
        };
    Prediction prediction =
        switch (model.name()) {
          case "TreeModel" -> {
            allow(model, "Node");
            yield Trees.lower(model, scope, precision);
          }
          case "RegressionModel" -> {
            allow(model, "RegressionTable");
            yield Regressions.lower(model, scope, precision);
          }
          case "GeneralRegressionModel" -> {
            requireDouble(model, precision);
            allow(
                model,
                "ParameterList",
                "FactorList",
                "CovariateList",
                "PPMatrix",
                "PCovMatrix",
                "ParamMatrix",
                "BaseCumHazardTables");
            yield GeneralRegressions.lower(model, scope);
          }
          case "NeuralNetwork" -> {
            requireDouble(model, precision);
            allow(model, "NeuralInputs", "NeuralLayer", "NeuralOutputs");
            yield NeuralNetworks.lower(model, scope);
          }
          case "ClusteringModel" -> {
            requireDouble(model, precision);
            allow(model, "ComparisonMeasure", "ClusteringField", "MissingValueWeights", "Cluster");
            yield Clusterings.lower(model, scope);
          }
          case "AnomalyDetectionModel" -> {
            requireDouble(model, precision);
            List<String> inside = new ArrayList<>(KINDS);
            inside.add("MeanClusterDistances");
            allow(model, inside.toArray(String[]::new));
            yield Anomalies.lower(model, scope);
          }
          case "NearestNeighborModel" -> {
            requireDouble(model, precision);
            allow(model, "ComparisonMeasure", "KNNInputs", "TrainingInstances");
            yield Neighbors.lower(model, scope);
          }
          case "SupportVectorMachineModel" -> {
            requireDouble(model, precision);
            allow(
                model,
                "LinearKernelType",
                "PolynomialKernelType",
                "RadialBasisKernelType",
                "SigmoidKernelType",
                "VectorDictionary",
                "SupportVectorMachine");
            yield SupportVectors.lower(model, scope);
          }
          case "NaiveBayesModel" -> {
            requireDouble(model, precision);
            allow(model, "BayesInputs", "BayesOutput");
            yield BayesModels.lower(model, scope);
          }
          case "RuleSetModel" -> {
            allow(model, "RuleSet");
            yield RuleSets.lower(model, scope);
          }
          case "Scorecard" -> {
            requireDouble(model, precision);
            allow(model, "Characteristics");
            yield Scorecards.lower(model, scope);
          }
          default -> {
            allow(model, "Segmentation");
            yield Ensembles.lower(model, scope, precision);
          }
        };
    return Outputs.lower(model, scope, prediction);
  }

  private static void requireDouble(Element model, Precision precision) throws ModelLoadException {
    if (precision != Precision.DOUBLE) {
      throw model.unsupportedValue("x-mathContext");
    }
  }

  private static void allow(Element model, String... body) throws ModelLoadException {
    List<String> names = new ArrayList<>(COMMON);
    names.addAll(List.of(body));
    model.allow(names.toArray(String[]::new));
  }
}
