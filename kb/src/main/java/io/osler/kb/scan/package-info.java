/**
 * The loops over mapped rows of numbers. {@link io.osler.kb.scan.ScalarScan} says what is computed,
 * {@link io.osler.kb.scan.PanamaScan} computes it with vector instructions; {@link io.osler.kb.scan.ScanChoice} picks.
 * The incubating Vector API may change with each JDK, so this package alone may know it.
 */
package io.osler.kb.scan;
