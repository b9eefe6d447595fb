#include <QTest>

#include "tests/fuzz/ReaderCheck.h"

#include <QDirIterator>
#include <QFile>

/// Replays every input that fuzzing found or that seeds it.
class ReaderRegressionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWithoutFault_data() {
        QTest::addColumn<QString>("path");
        QDirIterator files(QString(CANTILENA_SOURCE_FOLDER) + "/tests/fuzz/regressions",
                           QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            QTest::newRow(qPrintable(path.section('/', -2))) << path;
        }
    }
    void readsWithoutFault() {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const std::string fault = cantilena::faultOfReading(file.readAll().toStdString(),
                                                            path.section('/', -1).toStdString());
        QVERIFY2(fault.empty(), fault.c_str());
    }
};

QTEST_GUILESS_MAIN(ReaderRegressionTest)
#include "ReaderRegressionTest.moc"
