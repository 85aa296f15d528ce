package io.slipway.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/**
 * Header fields of a request, whose names are found without regard to case. They stay as the server
 * has read them: most requests are asked for a few, and a sorted copy of all would cost as much as
 * scoring does. Immutable.
 */
public final class RequestHeaders {
  private final HttpFields fields;

  private RequestHeaders(HttpFields fields) {
    this.fields = fields;
  }

  static RequestHeaders of(HttpFields fields) {
    return new RequestHeaders(fields.asImmutable());
  }

  /** Those of a map. */
  public static RequestHeaders of(Map<String, List<String>> headers) {
    HttpFields.Mutable fields = HttpFields.build();
    headers.forEach((name, values) -> values.forEach(value -> fields.add(name, value)));
    return of(fields);
  }

  /** The value of the first field of a name; empty if there is none. */
  public Optional<String> firstValue(String name) {
    HttpField field = fields.getField(name);
    return field == null ? Optional.empty() : Optional.of(text(field));
  }

  /** Whether there is a field of a name. */
  public boolean has(String name) {
    return fields.contains(name);
  }

  /** All of them, by name: a new map. */
  public Map<String, List<String>> map() {
    // A field may come twice in different case.
    Map<String, List<String>> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (HttpField field : fields) {
      map.computeIfAbsent(field.getName(), name -> new ArrayList<>(1)).add(text(field));
    }
    return map;
  }

  private static String text(HttpField field) {
    String value = field.getValue();
    return value == null ? "" : value;
  }

  @Override
  public String toString() {
    return map().toString();
  }
}
