package dev.motet.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.EnclosingMethodAttribute;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.attribute.MethodParametersAttribute;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Lets `./test` compile only the sources that changed: where such a one looks different from
/// outside, the classes of all sources that use it are deleted, so that they are compiled as well.
///
/// What a class looks like from outside is all of it but code and private members, and the same of
/// the classes above it. A file keeps what everything looked like before.
public final class StaleClasses {
  private static final ClassFile READER = ClassFile.of();
  private static final ClassFile WRITER =
      ClassFile.of(ClassFile.ConstantPoolSharingOption.NEW_POOL);

  /// Names in descriptors and signatures.
  private static final Pattern NAME = Pattern.compile("L([\\w/]+/[\\w$]+)");

  private static final String CONSTANT = "constant ";

  /// What was compiled from one source.
  private static final class Source {
    private final Set<Path> files = new HashSet<>();
    private final Set<String> names = new TreeSet<>();
    private final Set<String> uses = new HashSet<>();
  }

  private final Map<String, Source> sources = new TreeMap<>();
  private final Map<String, byte[]> outsides = new HashMap<>();

  /// Superclass and interfaces of each class.
  private final Map<String, List<String>> above = new HashMap<>();

  /// The compiler copies their values into the classes that use them and leaves no trace of that.
  private final Set<String> constants = new TreeSet<>();

  private StaleClasses() {}

  /// Prints how many sources have to be compiled again.
  ///
  /// @param args the file that keeps what everything looked like, then folders of classes
  public static void main(String[] args) throws IOException {
    List<Path> folders = Arrays.stream(args).skip(1).map(Path::of).toList();
    System.out.println(delete(Path.of(args[0]), folders).size());
  }

  /// @return names of the sources whose classes were deleted, without ending; none on the first
  ///   call
  static Set<String> delete(Path state, List<Path> folders) throws IOException {
    StaleClasses classes = new StaleClasses();
    for (Path folder : folders) {
      classes.read(folder);
    }
    Map<String, String> looks = classes.looks();
    Set<String> stale = Files.exists(state) ? classes.stale(looks, state) : Set.of();
    for (String name : stale) {
      for (Path file : classes.sources.get(name).files) {
        Files.delete(file);
      }
    }
    Stream<String> lines = looks.entrySet().stream().map(e -> e.getKey() + " " + e.getValue());
    Files.write(state, Stream.concat(lines, classes.constants.stream()).toList());
    return stale;
  }

  private void read(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.filter(file -> file.toString().endsWith(".class")).forEach(this::readClass);
      }
    }
  }

  private void readClass(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ClassModel model = READER.parse(bytes);
    String name = model.thisClass().asInternalName();
    Source source = sources.computeIfAbsent(sourceName(model, name), _ -> new Source());
    source.files.add(file);
    addUses(model, source.uses);
    source.uses.removeIf(used -> used.equals(name) || used.startsWith(name + "$"));
    above.put(
        name,
        Stream.concat(model.superclass().stream(), model.interfaces().stream())
            .map(ClassEntry::asInternalName)
            .toList());
    outsides.put(name, WRITER.transformClass(model, StaleClasses::keepOutside));
    if (!isHidden(model, name)) {
      source.names.add(name);
      model.fields().forEach(field -> addConstant(name, field));
    }
  }

  private static String sourceName(ClassModel model, String name) {
    String file =
        model
            .findAttribute(Attributes.sourceFile())
            .map(a -> a.sourceFile().stringValue())
            .orElse(name);
    return name.substring(0, name.lastIndexOf('/') + 1) + file.replaceFirst("\\.java$", "");
  }

  private static void addUses(ClassModel model, Set<String> uses) {
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof ClassEntry other) {
        uses.add(other.asInternalName());
      } else if (entry instanceof Utf8Entry text) {
        Matcher names = NAME.matcher(text.stringValue());
        while (names.find()) {
          uses.add(names.group(1));
        }
      }
    }
  }

  /// Nobody outside can name it, or see more of it than what stands in classes below it.
  private static boolean isHidden(ClassModel model, String name) {
    return model.findAttribute(Attributes.enclosingMethod()).isPresent()
        || model.findAttribute(Attributes.innerClasses()).stream()
            .flatMap(inner -> inner.classes().stream())
            .anyMatch(inner ->
                inner.innerClass().asInternalName().equals(name) && inner.has(AccessFlag.PRIVATE));
  }

  private void addConstant(String name, FieldModel field) {
    if (!field.flags().has(AccessFlag.PRIVATE)) {
      field
          .findAttribute(Attributes.constantValue())
          .ifPresent(value ->
              constants.add(
                  CONSTANT
                      + name
                      + "."
                      + field.fieldName()
                      + "="
                      + digest(
                          List.of(String.valueOf(value.constant().constantValue()).getBytes()))));
    }
  }

  private static void keepOutside(ClassBuilder into, ClassElement element) {
    switch (element) {
      case FieldModel field when field.flags().has(AccessFlag.PRIVATE) -> {}
      case MethodModel method when method.flags().has(AccessFlag.PRIVATE) -> {}
      case MethodModel method ->
          into.transformMethod(
              method,
              (builder, part) -> {
                if (!(part instanceof CodeModel) && !(part instanceof MethodParametersAttribute)) {
                  builder.with(part);
                }
              });
      case InnerClassesAttribute _,
          NestMembersAttribute _,
          NestHostAttribute _,
          EnclosingMethodAttribute _,
          SourceFileAttribute _ -> {}
      default -> into.with(element);
    }
  }

  /// What each source looks like from outside.
  private Map<String, String> looks() {
    Map<String, String> looks = new TreeMap<>();
    sources.forEach((name, source) -> {
      Set<String> shown = new TreeSet<>();
      source.names.forEach(one -> addWithAbove(one, shown));
      looks.put(name, digest(shown.stream().map(outsides::get).toList()));
    });
    return looks;
  }

  private void addWithAbove(String name, Set<String> into) {
    if (outsides.containsKey(name) && into.add(name)) {
      above.getOrDefault(name, List.of()).forEach(one -> addWithAbove(one, into));
    }
  }

  private static String digest(List<byte[]> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      parts.forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @param looks gets what is kept of sources whose classes are missing
  private Set<String> stale(Map<String, String> looks, Path state) throws IOException {
    Map<String, String> before = new HashMap<>();
    Set<String> lost = new HashSet<>();
    for (String line : Files.readAllLines(state)) {
      if (line.startsWith(CONSTANT)) {
        lost.add(line);
      } else {
        String[] words = line.split(" ", 2);
        before.put(words[0], words[1]);
      }
    }
    lost.removeAll(constants);
    Set<String> changed = new HashSet<>();
    looks.forEach((name, look) -> {
      if (!look.equals(before.getOrDefault(name, look))) {
        changed.addAll(sources.get(name).names);
      }
    });
    Set<String> stale = new TreeSet<>();
    sources.forEach((name, source) -> {
      if (!lost.isEmpty() || source.uses.stream().anyMatch(changed::contains)) {
        stale.add(name);
      }
    });
    before.forEach(looks::putIfAbsent);
    return stale;
  }
}
