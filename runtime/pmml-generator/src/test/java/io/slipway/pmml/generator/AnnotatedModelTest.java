package io.slipway.pmml.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElementWrapper;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.adapters.CollapsedStringAdapter;
import jakarta.xml.bind.annotation.adapters.XmlJavaTypeAdapter;
import java.lang.reflect.Method;
import org.dmg.pmml.Anova;
import org.dmg.pmml.DataField;
import org.dmg.pmml.tree.ComplexNode;
import org.junit.jupiter.api.Test;

class AnnotatedModelTest {

  @XmlRootElement(name = "Wrapped")
  static final class Wrapped {
    @XmlElementWrapper String inside = "";
  }

  @XmlRootElement(name = "Adapted")
  public static final class Adapted {
    @XmlAttribute(name = "a")
    @XmlJavaTypeAdapter(CollapsedStringAdapter.class)
    private String words = "";

    public void setWords(String value) {
      words = value;
    }

    public String getWords() {
      return words;
    }
  }

  @Test
  void aNodeHasTheAttributesAndTheFieldsForElementsThatItsAnnotationsName() {
    ElementType node = AnnotatedModel.read(ComplexNode.class);

    assertThat(node.name()).isEqualTo("Node");
    assertThat(node.attributes())
        .extracting(ElementType.Attribute::name)
        .containsExactlyInAnyOrder("id", "score", "recordCount", "defaultChild");
    assertThat(node.children()).hasSize(6);
    assertThat(node.required()).isEmpty();
  }

  @Test
  void whatIsRequiredIsAskedForByAGetterOrWhetherThereIsAny() {
    assertThat(AnnotatedModel.read(DataField.class).required())
        .extracting(Method::getName)
        .containsExactlyInAnyOrder("getName", "getOpType", "getDataType");
    assertThat(AnnotatedModel.read(Anova.class).required())
        .extracting(Method::getName)
        .containsExactly("hasAnovaRows");
  }

  @Test
  void whatEveryFactoryOfJpmmlMakesIsKnown() {
    assertThat(AnnotatedModel.ofJpmml().types()).hasSizeGreaterThan(300);
  }

  @Test
  void anAnnotationThatIsNotKnownIsRefusedWithItsField() {
    assertThatExceptionOfType(UnknownMappingException.class)
        .isThrownBy(() -> AnnotatedModel.read(Wrapped.class))
        .withMessageContaining("Wrapped.inside")
        .withMessageContaining("slipway-pmml-generator");
  }

  @Test
  void anAdapterThatIsNotKnownIsRefusedWithItsField() {
    assertThatExceptionOfType(UnknownMappingException.class)
        .isThrownBy(() -> AnnotatedModel.read(Adapted.class))
        .withMessageContaining("Adapted.words")
        .withMessageContaining("CollapsedStringAdapter");
  }
}
