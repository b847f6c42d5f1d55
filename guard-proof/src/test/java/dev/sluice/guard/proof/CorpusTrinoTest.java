package dev.sluice.guard.proof;

class CorpusTrinoTest extends CorpusResults {
    @Override
    CorpusJudge start() {
        return new TrinoJudge();
    }
}
