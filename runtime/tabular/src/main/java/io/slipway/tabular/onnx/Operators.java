package io.slipway.tabular.onnx;

import io.slipway.tabular.tensor.Elementary;
import io.slipway.tabular.tensor.Pairing;
import io.slipway.tabular.tensor.Reduction.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The operators that are known. */
final class Operators {
  private static final Map<String, Operator> ALL = new HashMap<>();

  static {
    ALL.put("ai.onnx.ml:TreeEnsemble", TreeEnsembles::ensemble);
    ALL.put("ai.onnx.ml:TreeEnsembleClassifier", TreeEnsembles::classifier);
    ALL.put("ai.onnx.ml:TreeEnsembleRegressor", TreeEnsembles::regressor);
    ALL.put("ai.onnx.ml:LinearClassifier", Linears::classifier);
    ALL.put("ai.onnx.ml:LinearRegressor", Linears::regressor);
    ALL.put("ai.onnx.ml:Scaler", Features::scaler);
    ALL.put("ai.onnx.ml:Normalizer", Features::normalizer);
    ALL.put("ai.onnx.ml:ZipMap", Shaping::zipMap);
    ALL.put("ai.onnx.ml:ArrayFeatureExtractor", Shaping::arrayFeatureExtractor);
    ALL.put("ai.onnx.ml:FeatureVectorizer", Shaping::featureVectorizer);
    ALL.put("ai.onnx.ml:OneHotEncoder", Encoders::oneHotEncoder);
    ALL.put("ai.onnx.ml:LabelEncoder", Encoders::labelEncoder);
    ALL.put("ai.onnx.ml:Imputer", Features::imputer);
    ALL.put("ai.onnx.ml:Binarizer", Features::binarizer);
    ALL.put("Identity", Shaping::identity);
    ALL.put("Constant", Shaping::constant);
    ALL.put("Reshape", Shaping::reshape);
    ALL.put("Flatten", Shaping::flatten);
    ALL.put("Concat", Shaping::concat);
    ALL.put("Gather", Shaping::gather);
    ALL.put("Slice", Shaping::slice);
    ALL.put("Cast", Encoders::cast);
    ALL.put("Add", Arithmetic.of(Pairing.SUM));
    ALL.put("Sub", Arithmetic.of(Pairing.DIFFERENCE));
    ALL.put("Mul", Arithmetic.of(Pairing.PRODUCT));
    ALL.put("Div", Arithmetic.of(Pairing.QUOTIENT));
    ALL.put("Sum", Arithmetic::sum);
    ALL.put("Less", Arithmetic.test(Pairing.LESS));
    ALL.put("LessOrEqual", Arithmetic.test(Pairing.LESS_OR_EQUAL));
    ALL.put("Greater", Arithmetic.test(Pairing.GREATER));
    ALL.put("GreaterOrEqual", Arithmetic.test(Pairing.GREATER_OR_EQUAL));
    ALL.put("Equal", Arithmetic.test(Pairing.EQUAL));
    ALL.put("And", Arithmetic.test(Pairing.AND));
    ALL.put("Or", Arithmetic.test(Pairing.OR));
    ALL.put("Not", Arithmetic::not);
    ALL.put("IsNaN", Arithmetic::isNaN);
    ALL.put("Where", Arithmetic::where);
    ALL.put("Neg", Arithmetic.each(Elementary.NEGATION));
    ALL.put("Abs", Arithmetic.each(Elementary.MAGNITUDE));
    ALL.put("Sqrt", Arithmetic.each(Elementary.ROOT));
    ALL.put("Exp", Arithmetic.each(Elementary.EXPONENTIAL));
    ALL.put("Relu", Arithmetic.each(Elementary.RECTIFIER));
    ALL.put("Sigmoid", Arithmetic::sigmoid);
    ALL.put("ArgMax", Arithmetic::argMax);
    ALL.put("ReduceSum", Arithmetic.reduce(Kind.SUM));
    ALL.put("ReduceMean", Arithmetic.reduce(Kind.MEAN));
    ALL.put("ReduceProd", Arithmetic.reduce(Kind.PRODUCT));
    ALL.put("MatMul", Linears::matMul);
    ALL.put("Gemm", Linears::gemm);
  }

  private Operators() {}

  static Optional<Operator> of(Node node) {
    return Optional.ofNullable(ALL.get(node.proto().qualifiedOperator()));
  }
}
