#include "app/TuneList.h"

#include "core/base/File.h"

#include <algorithm>
#include <sstream>

namespace cantilena {

Result<TuneList> TuneList::read(const std::filesystem::path& path) {
    const auto text = readFile(path);
    if (!text) {
        return text.error();
    }
    TuneList list;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty()) {
            list.m_names.push_back(line);
        }
    }
    return list;
}

bool TuneList::holds(const std::string& tune) const {
    return std::any_of(m_names.begin(), m_names.end(), [&tune](const std::string& name) {
        return tune == name || tune.ends_with("/" + name);
    });
}

} // namespace cantilena
