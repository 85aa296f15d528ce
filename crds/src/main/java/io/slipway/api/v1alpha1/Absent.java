package io.slipway.api.v1alpha1;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns what a document leaves out into the empty collection that it means. */
final class Absent {

  private Absent() {}

  /** Without the nulls that a hand-written document may hold: they mean nothing. */
  static <T> List<T> list(@Nullable List<T> value) {
    return value == null ? List.of() : value.stream().filter(Objects::nonNull).toList();
  }

  /** In the order of the keys, so that what is rendered from it is the same every time. */
  static <T> Map<String, T> map(@Nullable Map<String, T> value) {
    return value == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(value));
  }
}
