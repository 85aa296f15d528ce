package io.slipway.registry.auth;

import java.util.Set;

/**
 * Who asks.
 *
 * @param name of the token; {@code anonymous} without one
 */
public record Caller(String name, Set<Scope> scopes) {
  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** Whether the caller may do what needs that scope. Whoever may do anything may read. */
  public boolean may(Scope scope) {
    return scopes.contains(scope)
        || scopes.contains(Scope.ADMIN)
        || (scope == Scope.READ && !scopes.isEmpty());
  }
}
