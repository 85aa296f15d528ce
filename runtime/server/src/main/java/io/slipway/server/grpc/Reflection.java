package io.slipway.server.grpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * {@code grpc.reflection}, v1 and v1alpha, whose messages are the same: the files that describe the
 * services, as the compiler of Protocol Buffers wrote them. Safe for use by many threads.
 */
final class Reflection {
  static final List<String> SERVICES =
      List.of("grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection");

  private static final List<String> FILES =
      List.of("inference", "health", "reflection_v1", "reflection_v1alpha");

  private static final int BY_NAME = 3;
  private static final int BY_SYMBOL = 4;
  private static final int EXTENSION = 5;
  private static final int EXTENSIONS = 6;
  private static final int LIST = 7;

  /** Files by name, and by each service, message and enumeration in them. */
  private final Map<String, ByteBuffer> files = new LinkedHashMap<>();

  private final Map<String, ByteBuffer> symbols = new LinkedHashMap<>();
  private final TreeSet<String> services = new TreeSet<>();

  private Reflection() {}

  static Reflection load() {
    Reflection reflection = new Reflection();
    for (String file : FILES) {
      try (InputStream in = Reflection.class.getResourceAsStream(file + ".desc")) {
        if (in == null) {
          throw new IllegalStateException("no description of " + file);
        }
        ProtoReader set = new ProtoReader(ByteBuffer.wrap(in.readAllBytes()));
        while (set.next()) {
          reflection.add(set.bytes());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (CallException e) {
        throw new IllegalStateException("the description of " + file + " cannot be read", e);
      }
    }
    return reflection;
  }

  /** Adds a {@code FileDescriptorProto}. */
  private void add(ByteBuffer file) throws CallException {
    String scope = "";
    ProtoReader in = new ProtoReader(file);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> files.put(in.text(), file);
        case 2 -> scope = in.text() + ".";
        case 4 -> addMessage(scope, in.message(), file);
        case 5 -> symbols.put(scope + name(in.message()), file);
        case 6 -> addService(scope, in.message(), file);
        default -> in.skip();
      }
    }
  }

  /** A message and those within it. */
  private void addMessage(String scope, ProtoReader in, ByteBuffer file) throws CallException {
    String name = scope;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = scope + in.text();
        case 3 -> addMessage(name + ".", in.message(), file);
        case 4 -> symbols.put(name + "." + name(in.message()), file);
        default -> in.skip();
      }
    }
    symbols.put(name, file);
  }

  private void addService(String scope, ProtoReader in, ByteBuffer file) throws CallException {
    String name = scope;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = scope + in.text();
        case 2 -> symbols.put(name + "." + name(in.message()), file);
        default -> in.skip();
      }
    }
    symbols.put(name, file);
    services.add(name);
  }

  private static String name(ProtoReader in) throws CallException {
    String name = "";
    while (in.next()) {
      if (in.field() == 1) {
        name = in.text();
      } else {
        in.skip();
      }
    }
    return name;
  }

  /** Answers one {@code ServerReflectionRequest}. */
  byte[] answer(ByteBuffer message) throws CallException {
    ProtoReader in = new ProtoReader(message);
    int asked = 0;
    String what = "";
    String host = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> host = in.text();
        case BY_NAME, BY_SYMBOL, EXTENSIONS, LIST -> {
          asked = in.field();
          what = in.text();
        }
        case EXTENSION -> {
          asked = EXTENSION;
          in.skip();
        }
        default -> in.skip();
      }
    }
    ProtoWriter out = new ProtoWriter().text(1, host).bytes(2, message);
    switch (asked) {
      case LIST -> out.message(6, list());
      case BY_NAME -> file(out, Optional.ofNullable(files.get(what)), "file");
      case BY_SYMBOL -> file(out, Optional.ofNullable(symbols.get(what)), "symbol");
      case EXTENSION, EXTENSIONS -> error(out, Status.NOT_FOUND, "there are no extensions");
      default -> error(out, Status.INVALID_ARGUMENT, "expected something to look up, found none");
    }
    return out.toByteArray();
  }

  private ProtoWriter list() {
    ProtoWriter list = new ProtoWriter();
    services.forEach(service -> list.message(1, new ProtoWriter().text(1, service)));
    return list;
  }

  private static void file(ProtoWriter out, Optional<ByteBuffer> file, String kind) {
    if (file.isPresent()) {
      out.message(4, new ProtoWriter(file.get().remaining() + 8).bytes(1, file.get()));
    } else {
      error(out, Status.NOT_FOUND, "no such " + kind);
    }
  }

  private static void error(ProtoWriter out, Status status, String message) {
    out.message(7, new ProtoWriter().varint(1, status.code()).text(2, message));
  }
}
