#include "ui/views/Icons.h"
#include "ui/views/Theme.h"

#include <QDir>
#include <QImage>
#include <QTest>

using namespace cantilena;

namespace {

/// The strongest colour in a picture.
QColor inkOf(const QIcon& icon, QIcon::Mode mode = QIcon::Normal, QIcon::State state = QIcon::Off) {
    const QImage image = icon.pixmap(QSize(48, 48), 1.0, mode, state).toImage();
    QColor ink(0, 0, 0, 0);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor color = image.pixelColor(x, y);
            if (color.alpha() > ink.alpha()) {
                ink = color;
            }
        }
    }
    return ink;
}

} // namespace

class IconsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Dark); }

    void everyIconDrawsSomething() {
        const QStringList files = QDir(":/icons").entryList({"*.svg"}, QDir::Files);
        QVERIFY(files.size() > 50);
        for (const QString& file : files) {
            const QString name = file.chopped(4);
            QVERIFY2(inkOf(icon(name)).alpha() > 200, qPrintable(name));
        }
    }

    void iconsFollowTheTheme() {
        const QIcon play = icon("play");
        QCOMPARE(inkOf(play), Theme::dark().text);
        applyTheme(ThemeChoice::Light);
        QCOMPARE(inkOf(play), Theme::light().text);
        applyTheme(ThemeChoice::Dark);
    }

    void statesHaveTheirColours() {
        QCOMPARE(inkOf(icon("loop"), QIcon::Normal, QIcon::On), Theme::dark().accentText());
        QVERIFY(inkOf(icon("play"), QIcon::Disabled) != Theme::dark().text);
        QCOMPARE(inkOf(iconOnAccent("generate")), Theme::dark().onAccent);
    }

    void anUnknownIconIsNull() { QVERIFY(icon("no such icon").isNull()); }
};

QTEST_MAIN(IconsTest)
#include "IconsTest.moc"
