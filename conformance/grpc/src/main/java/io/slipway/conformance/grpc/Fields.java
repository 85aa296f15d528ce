package io.slipway.conformance.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import java.util.Collection;
import java.util.List;

/** A message of the protocol, by the names of its fields. */
record Fields(DynamicMessage message) {

  /** An empty message of a type such as {@code ModelInferRequest.InferInputTensor}. */
  static Fields of(String type) {
    return new Fields(DynamicMessage.getDefaultInstance(InferenceProtocol.message(type)));
  }

  /** The same with another value of a field; a list for one that is repeated. */
  Fields with(String field, Object value) {
    return new Fields(message.toBuilder().setField(descriptor(field), plain(value)).build());
  }

  /** The same without a field. */
  Fields without(String field) {
    return new Fields(message.toBuilder().clearField(descriptor(field)).build());
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Fields fields -> fields.message;
      case Collection<?> values -> values.stream().map(Fields::plain).toList();
      default -> value;
    };
  }

  String text(String field) {
    return (String) message.getField(descriptor(field));
  }

  boolean flag(String field) {
    return (Boolean) message.getField(descriptor(field));
  }

  /** Whether a message is there. */
  boolean has(String field) {
    return message.hasField(descriptor(field));
  }

  Fields child(String field) {
    return new Fields((DynamicMessage) message.getField(descriptor(field)));
  }

  /** The values of a repeated field. */
  List<?> all(String field) {
    return (List<?>) message.getField(descriptor(field));
  }

  List<String> texts(String field) {
    return all(field).stream().map(String.class::cast).toList();
  }

  List<Long> wholes(String field) {
    return all(field).stream().map(Long.class::cast).toList();
  }

  List<ByteString> bytes(String field) {
    return all(field).stream().map(ByteString.class::cast).toList();
  }

  List<Fields> children(String field) {
    return all(field).stream().map(DynamicMessage.class::cast).map(Fields::new).toList();
  }

  private FieldDescriptor descriptor(String field) {
    FieldDescriptor descriptor = message.getDescriptorForType().findFieldByName(field);
    if (descriptor == null) {
      throw new IllegalArgumentException(
          "%s has no field %s".formatted(message.getDescriptorForType().getFullName(), field));
    }
    return descriptor;
  }
}
