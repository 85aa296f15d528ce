package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.ModelSource.Registered;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.desired.ResolvedModel;
import io.slipway.operator.observe.RegistryAnswer;
import io.slipway.operator.plan.Resolving.Resolution;
import io.slipway.operator.status.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a version or an alias of the registry means. A version means for ever what it meant when it
 * was first pinned. An alias means what it points to now, and while nobody knows that, what it
 * pointed to when it was last followed, unless something else was asked for since: a registry that
 * is away changes nothing.
 *
 * @param model what the spec says
 * @param asked the version or the alias of it
 * @param answer what the registry says
 * @param remembered what a revision pinned that was made of the same words; of an alias, only the
 *     newest of all
 */
record FromRegistry(
    ModelSource model,
    Registered asked,
    RegistryAnswer answer,
    Optional<ResolvedModel> remembered) {

  /** An answer is announced; this is for when that was missed. */
  private static final Duration UNTIL_ANSWERED = Duration.ofSeconds(5);

  Resolution resolution() {
    return switch (answer) {
      case RegistryAnswer.Unheard unheard ->
          remembered.isPresent() ? settled(remembered.get()) : waiting(Optional.empty());
      case RegistryAnswer.Found found -> found(found);
      case RegistryAnswer.Failed failed -> failed(new Trouble(failed.reason(), failed.words()));
    };
  }

  private Resolution found(RegistryAnswer.Found found) {
    ResolvedModel now =
        new ResolvedModel(found.digest(), found.format(), found.number(), found.uri());
    Optional<String> pinned =
        Optional.ofNullable(model.digest())
            .or(() -> isVersion() ? remembered.map(ResolvedModel::digest) : Optional.empty());
    return pinned.isEmpty() || pinned.get().equals(now.digest())
        ? settled(now)
        : failed(
            new Trouble(
                Reason.DIGEST_MISMATCH,
                "the registry says that %s has %s, and it is pinned to %s"
                    .formatted(asked, now.digest(), pinned.get())));
  }

  /** What is known goes on. Whether that is all that the spec asks for depends on the cause. */
  private Resolution failed(Trouble trouble) {
    if (remembered.isEmpty()) {
      return waiting(Optional.of(trouble));
    }
    if (isVersion() && trouble.reason() != Reason.DIGEST_MISMATCH) {
      // It is pinned. The registry has nothing to add.
      return settled(remembered.get());
    }
    return trouble.reason() == Reason.REGISTRY_UNREACHABLE
            || trouble.reason() == Reason.REGISTRY_FORBIDDEN
        ? resolution(remembered, Optional.empty(), Optional.of(notFollowed(trouble)))
        : resolution(remembered, Optional.of(trouble), Optional.empty());
  }

  private Trouble notFollowed(Trouble trouble) {
    return new Trouble(
        trouble.reason(), "%s is not followed meanwhile: %s".formatted(asked, trouble.message()));
  }

  private boolean isVersion() {
    return asked instanceof Registered.Version;
  }

  private static Resolution waiting(Optional<Trouble> trouble) {
    return new Resolution(
        Optional.empty(),
        trouble,
        List.of(),
        Optional.of(UNTIL_ANSWERED),
        Optional.empty(),
        Optional.empty());
  }

  private static Resolution settled(ResolvedModel model) {
    return resolution(Optional.of(model), Optional.empty(), Optional.empty());
  }

  private static Resolution resolution(
      Optional<ResolvedModel> model, Optional<Trouble> trouble, Optional<Trouble> concern) {
    return new Resolution(model, trouble, List.of(), Optional.empty(), Optional.empty(), concern);
  }
}
