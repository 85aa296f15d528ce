package io.slipway.images;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The modules of the JDK whose packages the classes of some jars name. Unlike jdeps this takes jars
 * for what they are on a class path: their own module descriptors, which demand modules that
 * nothing uses or that are not there, mean nothing.
 */
final class UsedModules {

  private static final Pattern CLASS_IN_DESCRIPTOR = Pattern.compile("L([^;]+)/[^/;]+;");

  private final Map<String, String> moduleOfPackage = new HashMap<>();
  private final Set<String> packages = new HashSet<>();

  private UsedModules() {
    for (ModuleReference module : ModuleFinder.ofSystem().findAll()) {
      for (String name : module.descriptor().packages()) {
        moduleOfPackage.put(name.replace('.', '/'), module.descriptor().name());
      }
    }
  }

  /** The names of the modules, those that they require in turn not included. */
  static SortedSet<String> of(List<Path> jars) throws IOException {
    var used = new UsedModules();
    for (Path jar : jars) {
      used.scan(jar);
    }
    SortedSet<String> modules = new TreeSet<>();
    for (String name : used.packages) {
      modules.add(Objects.requireNonNullElse(used.moduleOfPackage.get(name), "java.base"));
    }
    return modules;
  }

  private void scan(Path path) throws IOException {
    try (var jar = new JarFile(path.toFile(), false, JarFile.OPEN_READ, Runtime.version())) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.versionedStream()::iterator) {
        String name = entry.getName();
        if (name.endsWith(".class") && !name.endsWith("module-info.class")) {
          try (InputStream bytes = jar.getInputStream(entry)) {
            scan(ClassFile.of().parse(bytes.readAllBytes()));
          }
        }
      }
    }
  }

  private void scan(ClassModel type) {
    for (PoolEntry entry : type.constantPool()) {
      if (entry instanceof ClassEntry used) {
        String name = used.asInternalName();
        if (name.startsWith("[")) {
          descriptor(name);
        } else {
          packages.add(name.substring(0, Math.max(0, name.lastIndexOf('/'))));
        }
      } else if (entry instanceof NameAndTypeEntry used) {
        descriptor(used.type().stringValue());
      }
    }
    for (FieldModel field : type.fields()) {
      descriptor(field.fieldType().stringValue());
    }
    for (MethodModel method : type.methods()) {
      descriptor(method.methodType().stringValue());
    }
  }

  private void descriptor(String descriptor) {
    CLASS_IN_DESCRIPTOR.matcher(descriptor).results().forEach(used -> packages.add(used.group(1)));
  }
}
