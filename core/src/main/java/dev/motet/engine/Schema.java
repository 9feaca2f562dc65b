package dev.motet.engine;

import dev.motet.json.SchemaFields;
import dev.motet.json.SchemaText;
import dev.motet.json.Shape;

/// What configurations may contain, from the same decoders that read them.
public final class Schema {
  private Schema() {}

  /// The JSON Schema (draft 2020-12) of a whole configuration.
  public static String root() {
    return SchemaText.write("Motet configuration", shape());
  }

  static Shape.Obj shape() {
    return SchemaFields.shapeOf(RootOptions::decode);
  }
}
