package io.slipway.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.EngineInfo.CompiledForm;
import io.slipway.scoring.EngineInfo.CompiledForm.State;
import io.slipway.scoring.EngineInfo.HeldTo;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.UnfitFormException.Unfit;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a load leaves behind, and what the next one makes of it. */
class KeepingEngineTest {
  @TempDir Path folder;

  private final AtomicInteger loads = new AtomicInteger();
  private final Engine fast = new Scaling("fast", Engine.Coverage.PART, 2, Optional.of(new Kept()));
  private Path file = Path.of("");

  @BeforeEach
  void writeModel() throws Exception {
    file = Files.writeString(folder.resolve("model"), "a model");
  }

  private LoadOptions keeping(Path form) {
    return LoadOptions.cpu().keeping(new CompiledPlace(form, "sha256:aa", "build"));
  }

  private Model load(Engine whole, LoadOptions options) throws Exception {
    return new Engines(List.of(fast, whole)).load(file, options);
  }

  private Engine whole(double factor) {
    return new Scaling("whole", Engine.Coverage.WHOLE, factor, Optional.empty());
  }

  @Test
  void aSecondLoadNeitherReadsTheModelNorComparesItAgain() throws Exception {
    LoadOptions options = keeping(folder.resolve("form"));
    EngineInfo first = load(whole(2), options).engine();
    assertThat(first.compiledForm())
        .contains(new CompiledForm(State.WRITTEN, Optional.of(Unfit.ABSENT)));
    assertThat(loads).hasValue(2);

    Model again = load(whole(2), options);
    assertThat(loads).hasValue(2);
    assertThat(again.engine().compiledForm())
        .contains(new CompiledForm(State.USED, Optional.empty()));
    assertThat(again.score(Batch.of(Column.ofDoubles("x", 3))).column("y").orElseThrow().doubles())
        .containsExactly(6);
  }

  @Test
  void whatTheModelWasHeldToIsStillKnown() throws Exception {
    LoadOptions options = keeping(folder.resolve("form"));
    HeldTo held = load(whole(2), options).engine().heldTo().orElseThrow();
    assertThat(held.engine()).isEqualTo("whole");
    assertThat(held.rows()).isGreaterThan(100);
    assertThat(load(whole(2), options).engine().heldTo()).contains(held);
  }

  @Test
  void nothingIsKeptOfAModelThatIsReadOtherwise() throws Exception {
    Path form = folder.resolve("form");
    assertThat(load(whole(3), keeping(form)).engine().name()).isEqualTo("whole");
    assertThat(form).doesNotExist();
  }

  @Test
  void aFormThatCannotBeWrittenKeepsNobodyFromBeingServed() throws Exception {
    EngineInfo engine = load(whole(2), keeping(file.resolve("form"))).engine();
    assertThat(engine.name()).isEqualTo("fast");
    assertThat(engine.compiledForm())
        .contains(new CompiledForm(State.NOT_WRITTEN, Optional.of(Unfit.ABSENT)));
  }

  @Test
  void aFormThatThereIsNoMemoryForKeepsNobodyFromBeingServedEither() throws Exception {
    Engine greedy = new Scaling("fast", Engine.Coverage.PART, 2, Optional.of(new Greedy()));
    Engines engines = new Engines(List.of(greedy, whole(2)));

    Model model = engines.load(file, keeping(folder.resolve("form")));

    assertThat(model.engine().compiledForm())
        .contains(new CompiledForm(State.NOT_WRITTEN, Optional.of(Unfit.ABSENT)));
    assertThat(model.score(Batch.of(Column.ofDoubles("x", 3))).column("y").orElseThrow().doubles())
        .containsExactly(6);
  }

  @Test
  void aFormOfManyPiecesIsReadAsItWasWritten() throws Exception {
    byte[] form = new byte[(5 << 20) / 2];
    new Random(1).nextBytes(form);
    CompiledPlace place = new CompiledPlace(folder.resolve("form"), "sha256:aa", "build");

    CompiledFile.write(place, Optional.empty(), form);

    assertThat(CompiledFile.read(place).form()).isEqualTo(ByteBuffer.wrap(form));
  }

  @Test
  void whatIsNoFormOfTheEnginesOwnIsReplaced() throws Exception {
    Path form = folder.resolve("form");
    CompiledPlace place = new CompiledPlace(form, "sha256:aa", "build");
    CompiledFile.write(place, Optional.empty(), new byte[3]);
    assertThat(load(whole(2), keeping(form)).engine().compiledForm())
        .contains(new CompiledForm(State.WRITTEN, Optional.of(Unfit.MALFORMED)));
    assertThat(folder).isDirectoryNotContaining("glob:**incoming");
  }

  @Test
  void nothingIsKeptWhereThereIsNoPlaceForIt() throws Exception {
    assertThat(load(whole(2), LoadOptions.cpu()).engine().compiledForm()).isEmpty();
    assertThat(folder)
        .isDirectoryContaining("glob:**model")
        .isDirectoryNotContaining("glob:**form");
  }

  /** Its forms are too large for any memory. */
  private static final class Greedy implements FormCompiler {
    @Override
    public Optional<byte[]> compile(Model model) {
      throw new OutOfMemoryError("Java heap space");
    }

    @Override
    public Model restore(ByteBuffer form) throws UnfitFormException {
      throw new UnfitFormException(Unfit.MALFORMED, "there never was one");
    }
  }

  /** Eight bytes: the factor. */
  private static final class Kept implements FormCompiler {
    @Override
    public Optional<byte[]> compile(Model model) {
      return Optional.of(ByteBuffer.allocate(8).putDouble(((Scaled) model).factor()).array());
    }

    @Override
    public Model restore(ByteBuffer form) throws UnfitFormException {
      if (form.remaining() != 8) {
        throw new UnfitFormException(Unfit.MALFORMED, "not eight bytes");
      }
      return new Scaled("fast", form.getDouble());
    }
  }

  private final class Scaling implements Engine {
    private final String name;
    private final Coverage coverage;
    private final double factor;
    private final Optional<FormCompiler> compiler;

    Scaling(String name, Coverage coverage, double factor, Optional<FormCompiler> compiler) {
      this.name = name;
      this.coverage = coverage;
      this.factor = factor;
      this.compiler = compiler;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Set<ModelFormat> formats() {
      return Set.of(ModelFormat.PMML);
    }

    @Override
    public Coverage coverage() {
      return coverage;
    }

    @Override
    public Optional<FormCompiler> compiler() {
      return compiler;
    }

    @Override
    public Optional<ModelFormat> recognise(byte[] head) {
      return Optional.of(ModelFormat.PMML);
    }

    @Override
    public Model load(Path model, LoadOptions options) {
      loads.incrementAndGet();
      return new Scaled(name, factor);
    }
  }

  private record Scaled(String name, double factor) implements Model {
    @Override
    public Signature signature() {
      return new Signature(
          List.of(Field.column("x", DataType.FP64, Presence.OPTIONAL)),
          List.of(Field.column("y", DataType.FP64, Presence.OPTIONAL)));
    }

    @Override
    public EngineInfo engine() {
      return new EngineInfo(name, "1", ExecutionProvider.CPU);
    }

    @Override
    public Batch score(Batch inputs) {
      double[] y = inputs.column("x").orElseThrow().doubles().clone();
      for (int row = 0; row < y.length; row++) {
        y[row] *= factor;
      }
      return Batch.of(Column.ofDoubles("y", y));
    }

    @Override
    public void close() {}
  }
}
