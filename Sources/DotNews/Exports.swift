// `import DotNews` is all an app needs.
@_exported public import DotNewsMarkup
@_exported public import DotNewsModels
@_exported public import DotNewsPersistence
@_exported public import DotNewsQRCode
@_exported public import DotNewsReplication
@_exported public import DotNewsSharing
@_exported public import DotNewsSync

// Of DotNewsNetworking, what an app names; not the types of HTTP, whose names other packages have too. An app with a
// transport of its own imports DotNewsNetworking besides.
@_exported public import class DotNewsNetworking.MemoryCredentialStore
@_exported public import enum DotNewsNetworking.CMSError
@_exported public import enum DotNewsNetworking.SiteDocument
@_exported public import enum DotNewsNetworking.SiteDocumentKind
@_exported public import protocol DotNewsNetworking.CredentialStore
@_exported public import protocol DotNewsNetworking.HTTPTransport
@_exported public import struct DotNewsNetworking.AccountClient
@_exported public import struct DotNewsNetworking.AccountError
@_exported public import struct DotNewsNetworking.ArticleListPage
@_exported public import struct DotNewsNetworking.ArticlePage
@_exported public import struct DotNewsNetworking.CredentialError
@_exported public import struct DotNewsNetworking.CredentialName
@_exported public import struct DotNewsNetworking.DirectoryTransport
@_exported public import struct DotNewsNetworking.FileCredentialStore
@_exported public import struct DotNewsNetworking.HTTPError
@_exported public import struct DotNewsNetworking.ReaderProfile
@_exported public import struct DotNewsNetworking.SearchPage
@_exported public import struct DotNewsNetworking.Secret
@_exported public import struct DotNewsNetworking.SiteDocumentError
@_exported public import typealias DotNewsNetworking.PlatformTransport
