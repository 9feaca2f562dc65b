/// Configuration text: a tree with positions, the cursor that options are decoded with, errors that
/// point at their place, and the schema that the same decoding yields.
@NullMarked
package dev.motet.json;

import org.jspecify.annotations.NullMarked;
