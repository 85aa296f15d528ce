package io.slipway.conformance.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A JSON value. */
public sealed interface Json {
  /** {@code null}. */
  Json NULL = new Null();

  /** The JSON text of it. */
  String text();

  /** An object, in the order of its keys. */
  record Obj(Map<String, Json> members) implements Json {
    public Obj {
      members = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    public Optional<Json> get(String key) {
      return Optional.ofNullable(members.get(key));
    }

    /** The same with {@code key} set to {@code value}. */
    public Obj with(String key, Json value) {
      Map<String, Json> changed = new LinkedHashMap<>(members);
      changed.put(key, value);
      return new Obj(changed);
    }

    /** The same without {@code key}. */
    public Obj without(String key) {
      Map<String, Json> changed = new LinkedHashMap<>(members);
      changed.remove(key);
      return new Obj(changed);
    }

    @Override
    public String text() {
      return members.entrySet().stream()
          .map(member -> quoted(member.getKey()) + ":" + member.getValue().text())
          .collect(Collectors.joining(",", "{", "}"));
    }
  }

  /** An array. */
  record Arr(List<Json> elements) implements Json {
    public Arr {
      elements = List.copyOf(elements);
    }

    @Override
    public String text() {
      return elements.stream().map(Json::text).collect(Collectors.joining(",", "[", "]"));
    }
  }

  /** A string. */
  record Text(String value) implements Json {
    @Override
    public String text() {
      return quoted(value);
    }
  }

  /** A number, in the digits it was written with. */
  record Num(String digits) implements Json {
    public double value() {
      return Double.parseDouble(digits);
    }

    /** Whether it is written as a whole number: digits alone. */
    public boolean isWhole() {
      return digits.matches("-?[0-9]+");
    }

    @Override
    public String text() {
      return digits;
    }
  }

  /** {@code true} or {@code false}. */
  record Bool(boolean value) implements Json {
    @Override
    public String text() {
      return Boolean.toString(value);
    }
  }

  /** {@code null}; see {@link Json#NULL}. */
  record Null() implements Json {
    @Override
    public String text() {
      return "null";
    }
  }

  static Obj object() {
    return new Obj(Map.of());
  }

  static Arr array(Json... elements) {
    return new Arr(List.of(elements));
  }

  static Text of(String value) {
    return new Text(value);
  }

  static Num of(long value) {
    return new Num(Long.toString(value));
  }

  static Bool of(boolean value) {
    return new Bool(value);
  }

  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ' || Character.isSurrogate(c)) {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
