package io.osler.kb.scan;

class ScalarScanTest extends VectorScanContract {
    @Override
    protected VectorScan scan() {
        return new ScalarScan();
    }
}
