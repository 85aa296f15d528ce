package io.slipway.conformance.grpc;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;

/**
 * What {@code inference.proto} says, read from what {@code protoc --descriptor_set_out} makes of
 * it: the messages are few and do not change, and a build with generated code needs a compiler of
 * its own for each system.
 */
final class InferenceProtocol {
  static final String SERVICE = "inference.GRPCInferenceService";
  static final FileDescriptor FILE = load();

  private InferenceProtocol() {}

  private static FileDescriptor load() {
    try (InputStream in = InferenceProtocol.class.getResourceAsStream("inference.desc")) {
      if (in == null) {
        throw new IllegalStateException("inference.desc is missing beside its class");
      }
      return FileDescriptor.buildFrom(
          FileDescriptorSet.parseFrom(in).getFile(0), new FileDescriptor[0]);
    } catch (IOException | DescriptorValidationException e) {
      throw new IllegalStateException("inference.desc cannot be read", e);
    }
  }

  /**
   * @param type such as {@code ModelInferRequest.InferInputTensor}
   */
  static Descriptor message(String type) {
    String[] names = type.split("\\.");
    Descriptor found = FILE.findMessageTypeByName(names[0]);
    for (int i = 1; i < names.length && found != null; i++) {
      found = found.findNestedTypeByName(names[i]);
    }
    if (found == null) {
      throw new IllegalArgumentException("no message " + type + " in inference.proto");
    }
    return found;
  }
}
