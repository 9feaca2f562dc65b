/// Groups of options that several component types share, and the sections of the root.
@NullMarked
package dev.motet.option;

import org.jspecify.annotations.NullMarked;
