package io.slipway.onnx;

import ai.onnxruntime.TensorInfo.OnnxTensorType;
import io.slipway.scoring.DataType;
import java.util.Optional;

/** ONNX Runtime's element types as those of columns. */
final class TensorTypes {
  private TensorTypes() {}

  /** Empty for a type that columns do not have. */
  static Optional<DataType> of(OnnxTensorType type) {
    return switch (type) {
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> Optional.of(DataType.BOOL);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> Optional.of(DataType.UINT8);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> Optional.of(DataType.UINT16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> Optional.of(DataType.UINT32);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> Optional.of(DataType.UINT64);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> Optional.of(DataType.INT8);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> Optional.of(DataType.INT16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> Optional.of(DataType.INT32);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> Optional.of(DataType.INT64);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> Optional.of(DataType.FP16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> Optional.of(DataType.FP32);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> Optional.of(DataType.FP64);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> Optional.of(DataType.BYTES);
      default -> Optional.empty();
    };
  }
}
