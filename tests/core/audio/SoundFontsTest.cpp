#include "core/audio/SoundFonts.h"

#include <QtTest/QtTest>

using namespace cantilena;

namespace {

void touch(const QString& path) {
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
}

QStringList found(const QTemporaryDir& root, const QStringList& folders) {
    std::vector<std::filesystem::path> paths;
    for (const QString& folder : folders) {
        paths.emplace_back(root.filePath(folder).toStdString());
    }
    QStringList names;
    for (const auto& font : findSoundFonts(paths)) {
        names.append(QDir(root.path()).relativeFilePath(QString::fromStdString(font.string())));
    }
    return names;
}

} // namespace

class SoundFontsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theOwnFolderGoesFirst() {
        QTemporaryDir root;
        touch(root.filePath("system/FluidR3_GM.sf2"));
        touch(root.filePath("own/Mine.sf3"));
        QCOMPARE(found(root, {"own", "system"}),
                 QStringList({"own/Mine.sf3", "system/FluidR3_GM.sf2"}));
    }

    void knownFontsGoFirstWithinAFolder() {
        QTemporaryDir root;
        for (const char* name : {"Abc.SF2", "default-GM.sf2", "TimGM6mb.sf2", "FluidR3_GM.sf2",
                                 "notes.txt", "zither.sf3"}) {
            touch(root.filePath(QString("fonts/") + name));
        }
        QCOMPARE(found(root, {"fonts"}),
                 QStringList({"fonts/FluidR3_GM.sf2", "fonts/TimGM6mb.sf2", "fonts/default-GM.sf2",
                              "fonts/Abc.SF2", "fonts/zither.sf3"}));
    }

    void aLinkToAFontIsNotASecondFont() {
        QTemporaryDir root;
        touch(root.filePath("fonts/TimGM6mb.sf2"));
        QVERIFY(QFile::link(root.filePath("fonts/TimGM6mb.sf2"),
                            root.filePath("fonts/default-GM.sf2")));
        QVERIFY(QFile::link(root.filePath("nowhere"), root.filePath("fonts/Broken.sf2")));
        QCOMPARE(found(root, {"fonts"}), QStringList({"fonts/TimGM6mb.sf2"}));
    }

    void foldersThatAreNotThereArePassedOver() {
        QTemporaryDir root;
        QCOMPARE(found(root, {"none", "neither"}), QStringList());
    }

    void distributionsFoldersAreAbsolute() {
        QVERIFY(!systemSoundFontFolders().empty());
        for (const auto& folder : systemSoundFontFolders()) {
            QVERIFY(folder.is_absolute());
        }
    }
};

QTEST_GUILESS_MAIN(SoundFontsTest)
#include "SoundFontsTest.moc"
