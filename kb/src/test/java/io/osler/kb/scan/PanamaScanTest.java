package io.osler.kb.scan;

class PanamaScanTest extends VectorScanContract {
    @Override
    protected VectorScan scan() {
        return new PanamaScan();
    }
}
